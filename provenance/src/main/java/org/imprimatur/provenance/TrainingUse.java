package org.imprimatur.provenance;

import java.util.List;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.TableBuilder;

/** Whether others may train models on a picture or mine it (cawg.training-mining, CAWG 1.1). */
public enum TrainingUse {
  ALLOWED("allowed"),
  NOT_ALLOWED("notAllowed");

  private static final List<String> USES =
      List.of(
          "cawg.ai_inference",
          "cawg.ai_generative_training",
          "cawg.ai_training",
          "cawg.data_mining");

  private final String text;

  TrainingUse(String text) {
    this.text = text;
  }

  /** The content of the assertion: the same answer for every kind of use. */
  Table toCbor() {
    Table answer = CborValue.table().put("use", text).build();
    TableBuilder entries = CborValue.table();
    for (String use : USES) {
      entries.put(use, answer);
    }
    return CborValue.table().put("entries", entries.build()).build();
  }
}

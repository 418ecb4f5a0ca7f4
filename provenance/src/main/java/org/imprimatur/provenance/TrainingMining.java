package org.imprimatur.provenance;

import java.util.List;
import org.imprimatur.api.TrainingUse;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.TableBuilder;

/** The assertion cawg.training-mining (CAWG 1.1): the same answer for every kind of use. */
final class TrainingMining {
  private static final List<String> USES =
      List.of(
          "cawg.ai_inference",
          "cawg.ai_generative_training",
          "cawg.ai_training",
          "cawg.data_mining");

  private TrainingMining() {}

  static Table of(TrainingUse use) {
    String text = use == TrainingUse.ALLOWED ? "allowed" : "notAllowed";
    Table answer = CborValue.table().put("use", text).build();
    TableBuilder entries = CborValue.table();
    for (String each : USES) {
      entries.put(each, answer);
    }
    return CborValue.table().put("entries", entries.build()).build();
  }
}

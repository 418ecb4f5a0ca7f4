package org.imprimatur.provenance;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.spi.ProvenanceStatement;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.CborValue.Text;
import org.imprimatur.provenance.cbor.TableBuilder;

/**
 * The gate's decision as the credentials carry it, checkable offline: request, policy, the
 * strictest action weighed for each category, and where the journal accepted the request. Holds
 * neither prompt nor personal data.
 *
 * @param verdicts from category id to action in lower case, sorted
 */
public record SafetyReceipt(
    String requestId,
    String policyId,
    Sha256 policyDigest,
    SortedMap<String, String> verdicts,
    Receipt acceptance) {
  public SafetyReceipt {
    verdicts = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(verdicts));
  }

  static SafetyReceipt of(ProvenanceStatement statement) {
    SortedMap<String, String> verdicts = new TreeMap<>();
    statement
        .verdicts()
        .forEach(
            (category, action) ->
                verdicts.put(category.id(), action.name().toLowerCase(Locale.ROOT)));
    return new SafetyReceipt(
        statement.requestId(),
        statement.policyId(),
        statement.policyDigest(),
        verdicts,
        statement.acceptance());
  }

  /** The content of the assertion; {@link #read} is its inverse. */
  Table toCbor() {
    TableBuilder byCategory = CborValue.table();
    verdicts.forEach(byCategory::put);
    List<Text> path = acceptance.path().stream().map(step -> new Text(step.hex())).toList();
    return CborValue.table()
        .put("requestId", requestId)
        .put(
            "policy",
            CborValue.table().put("id", policyId).put("sha256", policyDigest.hex()).build())
        .put("verdicts", byCategory.build())
        .put(
            "journal",
            CborValue.table()
                .put("origin", acceptance.origin())
                .put("index", acceptance.index())
                .put("leafHash", acceptance.leafHash().hex())
                .put("path", CborValue.list(path))
                .put("checkpoint", acceptance.checkpoint())
                .build())
        .build();
  }

  /** Reads the content of an assertion; empty where a part is missing or of another form. */
  public static Optional<SafetyReceipt> read(Table content) {
    try {
      Table policy = content.table("policy").orElseThrow();
      Table journal = content.table("journal").orElseThrow();
      return Optional.of(
          new SafetyReceipt(
              content.text("requestId").orElseThrow(),
              policy.text("id").orElseThrow(),
              new Sha256(policy.text("sha256").orElseThrow()),
              texts(content.table("verdicts").orElseThrow()),
              new Receipt(
                  journal.text("origin").orElseThrow(),
                  journal.whole("index").orElseThrow(),
                  new Sha256(journal.text("leafHash").orElseThrow()),
                  journal.list("path").stream().map(SafetyReceipt::digest).toList(),
                  journal.text("checkpoint").orElseThrow())));
    } catch (java.util.NoSuchElementException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static SortedMap<String, String> texts(Table table) {
    SortedMap<String, String> texts = new TreeMap<>();
    for (Map.Entry<CborValue, CborValue> entry : table.entries().entrySet()) {
      texts.put(text(entry.getKey()), text(entry.getValue()));
    }
    return texts;
  }

  private static Sha256 digest(CborValue value) {
    return new Sha256(text(value));
  }

  private static String text(CborValue value) {
    if (value instanceof Text text) {
      return text.value();
    }
    throw new IllegalArgumentException("expected a text");
  }
}

package org.imprimatur.provenance.validate;

import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.cbor.CborDecoder;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.CborValue.Text;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.manifest.Labels;

/**
 * A claim as it was read, of version 1 or 2.
 *
 * @param encoded the bytes that the signature covers
 * @param assertions what the claim refers to, in its order; of version 2 the created ones first
 * @param gathered how many of the last {@code assertions} are gathered, not created
 * @param redacted addresses of assertions that were removed from ingredients
 */
record Claim(
    int version,
    Table content,
    Bytes encoded,
    List<HashedUri> assertions,
    int gathered,
    List<String> redacted) {
  Claim {
    assertions = List.copyOf(assertions);
    redacted = List.copyOf(redacted);
  }

  /**
   * Reads the content of a claim box.
   *
   * @throws MalformedContent if a mandatory part is missing or of another form
   */
  static Claim read(String label, byte[] encoded) {
    int version = label.equals(Labels.CLAIM_V2) ? 2 : 1;
    Table content = CborDecoder.decodeTable(encoded);
    if (content.text("instanceID").isEmpty()) {
      throw new MalformedContent("the claim has no instanceID");
    }
    String algorithm = content.text("alg").orElse("");
    List<HashedUri> assertions = new ArrayList<>();
    String own = version == 2 ? "created_assertions" : "assertions";
    addAll(content, own, algorithm, assertions);
    if (assertions.isEmpty()) {
      throw new MalformedContent("the claim lists no assertions");
    }
    int created = assertions.size();
    if (version == 2) {
      addAll(content, "gathered_assertions", algorithm, assertions);
    }
    return new Claim(
        version,
        content,
        Bytes.of(encoded),
        assertions,
        assertions.size() - created,
        redactions(content));
  }

  private static void addAll(
      Table content, String key, String algorithm, List<HashedUri> assertions) {
    List<Table> tables = content.tables(key);
    if (tables.size() != content.list(key).size()) {
      throw new MalformedContent("the claim's " + key + " hold something other than maps");
    }
    for (Table table : tables) {
      HashedUri uri = HashedUri.read(table, algorithm);
      if (uri.algorithm().isEmpty()) {
        throw new MalformedContent("the claim names no hash algorithm");
      }
      assertions.add(uri);
    }
  }

  private static List<String> redactions(Table content) {
    return content.list("redacted_assertions").stream()
        .filter(Text.class::isInstance)
        .map(value -> ((Text) value).value())
        .toList();
  }

  String label() {
    return version == 2 ? Labels.CLAIM_V2 : Labels.CLAIM_V1;
  }

  String signatureUri() {
    return content.text("signature").orElse("");
  }

  String algorithm() {
    return content.text("alg").orElse("");
  }
}

package org.imprimatur.provenance.validate;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.ByteString;
import org.imprimatur.provenance.cbor.CborValue.Flag;
import org.imprimatur.provenance.cbor.CborValue.Real;
import org.imprimatur.provenance.cbor.CborValue.Sequence;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.CborValue.Tagged;
import org.imprimatur.provenance.cbor.CborValue.Text;
import org.imprimatur.provenance.cbor.CborValue.Whole;

/** Turns CBOR into the plain values of JSON as crJSON does: byte strings become {@code b64'..'}. */
final class CborJson {
  private CborJson() {}

  static Object of(CborValue value) {
    if (value instanceof Table table) {
      return map(table);
    }
    if (value instanceof Sequence sequence) {
      return sequence.items().stream().map(CborJson::of).toList();
    }
    if (value instanceof Tagged tagged) {
      return of(tagged.value());
    }
    return scalar(value);
  }

  private static Object scalar(CborValue value) {
    if (value instanceof Text text) {
      return text.value();
    }
    if (value instanceof Whole whole) {
      return whole.value();
    }
    if (value instanceof Flag flag) {
      return flag.value();
    }
    if (value instanceof Real real && Double.isFinite(real.value())) {
      return real.value();
    }
    if (value instanceof ByteString bytes) {
      return "b64'" + Base64.getEncoder().encodeToString(bytes.value().toByteArray()) + "'";
    }
    return "";
  }

  private static Map<String, Object> map(Table table) {
    Map<String, Object> json = new LinkedHashMap<>();
    table.entries().forEach((key, value) -> json.put(String.valueOf(of(key)), of(value)));
    return json;
  }
}

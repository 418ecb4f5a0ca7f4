package org.imprimatur.provenance.cbor;

import java.util.LinkedHashMap;
import java.util.Map;
import org.imprimatur.provenance.cbor.CborValue.Table;

/** Collects the entries of a CBOR map with text keys. Not thread-safe. */
public final class TableBuilder {
  private final Map<CborValue, CborValue> entries = new LinkedHashMap<>();

  TableBuilder() {}

  public TableBuilder put(String key, CborValue value) {
    return put(CborValue.of(key), value);
  }

  public TableBuilder put(CborValue key, CborValue value) {
    if (entries.putIfAbsent(key, value) != null) {
      throw new IllegalArgumentException("the key " + key + " is already in the map");
    }
    return this;
  }

  public TableBuilder put(String key, String value) {
    return put(key, CborValue.of(value));
  }

  public TableBuilder put(String key, long value) {
    return put(key, CborValue.of(value));
  }

  public TableBuilder put(String key, boolean value) {
    return put(key, CborValue.of(value));
  }

  public TableBuilder put(String key, byte[] value) {
    return put(key, CborValue.of(value));
  }

  public Table build() {
    return new Table(entries);
  }
}

package org.imprimatur.provenance.cbor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.Bytes;

/** One data item of CBOR (RFC 8949). Immutable. */
public sealed interface CborValue {
  /** An integer of 64 bits, major types 0 and 1. */
  record Whole(long value) implements CborValue {}

  /** A text string in UTF-8. */
  record Text(String value) implements CborValue {}

  /** A byte string. */
  record ByteString(Bytes value) implements CborValue {}

  /** An array. */
  record Sequence(List<CborValue> items) implements CborValue {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A map; keys keep the order in which they were read or put. */
  record Table(Map<CborValue, CborValue> entries) implements CborValue {
    public Table {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    public Optional<CborValue> get(CborValue key) {
      return Optional.ofNullable(entries.get(key));
    }

    public Optional<CborValue> get(String key) {
      return get(new Text(key));
    }

    public Optional<String> text(String key) {
      return get(key).filter(Text.class::isInstance).map(value -> ((Text) value).value());
    }

    public Optional<Long> whole(String key) {
      return get(key).filter(Whole.class::isInstance).map(value -> ((Whole) value).value());
    }

    public Optional<Bytes> bytes(String key) {
      return get(key)
          .filter(ByteString.class::isInstance)
          .map(value -> ((ByteString) value).value());
    }

    public Optional<Table> table(String key) {
      return get(key).filter(Table.class::isInstance).map(Table.class::cast);
    }

    /** The items of the array under {@code key}; empty where there is none. */
    public List<CborValue> list(String key) {
      return get(key)
          .filter(Sequence.class::isInstance)
          .map(value -> ((Sequence) value).items())
          .orElse(List.of());
    }

    /** The maps within the array under {@code key}. */
    public List<Table> tables(String key) {
      return list(key).stream().filter(Table.class::isInstance).map(Table.class::cast).toList();
    }
  }

  /** A tagged item, major type 6. */
  record Tagged(long tag, CborValue value) implements CborValue {}

  /** True or false. */
  record Flag(boolean value) implements CborValue {}

  /** A floating-point number. */
  record Real(double value) implements CborValue {}

  /** The two empty values. */
  enum Empty implements CborValue {
    NULL,
    UNDEFINED
  }

  static CborValue of(long value) {
    return new Whole(value);
  }

  static CborValue of(String value) {
    return new Text(value);
  }

  static CborValue of(byte[] value) {
    return new ByteString(Bytes.of(value));
  }

  static CborValue of(boolean value) {
    return new Flag(value);
  }

  static CborValue list(List<? extends CborValue> items) {
    return new Sequence(List.copyOf(items));
  }

  static CborValue list(CborValue... items) {
    return new Sequence(List.of(items));
  }

  static TableBuilder table() {
    return new TableBuilder();
  }
}

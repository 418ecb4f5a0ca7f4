package org.imprimatur.provenance.formats;

/** A run of bytes in a file. */
public record Range(long start, long length) {
  public Range {
    if (start < 0 || length < 0 || start + length < start) {
      throw new IllegalArgumentException("not a range: " + start + " + " + length);
    }
  }

  public static Range between(long start, long end) {
    return new Range(start, end - start);
  }

  /** The place after the last byte. */
  public long end() {
    return start + length;
  }
}

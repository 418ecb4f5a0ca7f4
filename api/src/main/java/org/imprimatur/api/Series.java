package org.imprimatur.api;

/**
 * The place of one image among those that a caller asked for at once. Each image passes the gate by
 * itself; the policy sees how many there are.
 *
 * @param index from 0
 * @param of how many images were asked for
 */
public record Series(int index, int of) {
  public static final Series SINGLE = new Series(0, 1);

  private static final int MAX = 100;

  public Series {
    if (of < 1 || of > MAX) {
      throw new InvalidRequest("n", "lies between 1 and " + MAX);
    }
    if (index < 0 || index >= of) {
      throw new IllegalArgumentException("index %d of %d".formatted(index, of));
    }
  }
}

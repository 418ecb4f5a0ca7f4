package org.imprimatur.api;

/**
 * How far a picture may depart from the one that it starts from.
 *
 * @param strength from 0 (keep the picture) to 1 (keep nothing of it)
 */
public record Change(double strength, Region region) {
  /** Where it may. */
  public sealed interface Region {
    /** Everywhere. */
    record Whole() implements Region {}

    /** Where the mask says; every other pixel stays as it is. */
    record Masked(Mask mask) implements Region {}
  }

  public Change {
    if (!(strength >= 0 && strength <= 1)) {
      throw new InvalidRequest("strength", "lies between 0 and 1");
    }
  }

  /** Everywhere by {@code strength}. */
  public static Change by(double strength) {
    return new Change(strength, new Region.Whole());
  }

  /** Where {@code mask} says. */
  public Change within(Mask mask) {
    return new Change(strength, new Region.Masked(mask));
  }
}

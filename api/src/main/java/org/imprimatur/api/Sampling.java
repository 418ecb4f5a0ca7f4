package org.imprimatur.api;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the sampler is to run. What is left out is chosen by the model's own recommendation; a seed
 * that is left out is drawn at random and reported.
 */
public final class Sampling {
  /** Everything as the model recommends, a random seed. */
  public static final Sampling RECOMMENDED =
      new Sampling("", OptionalInt.empty(), OptionalDouble.empty(), OptionalLong.empty());

  private static final int MAX_STEPS = 1000;
  private static final double MAX_GUIDANCE = 100;

  private final String sampler;
  private final OptionalInt steps;
  private final OptionalDouble guidance;
  private final OptionalLong seed;

  private Sampling(String sampler, OptionalInt steps, OptionalDouble guidance, OptionalLong seed) {
    this.sampler = sampler;
    this.steps = steps;
    this.guidance = guidance;
    this.seed = seed;
  }

  public Sampling withSampler(String name) {
    return new Sampling(name, steps, guidance, seed);
  }

  public Sampling withSteps(int count) {
    if (count < 1 || count > MAX_STEPS) {
      throw new InvalidRequest("steps", "lies between 1 and " + MAX_STEPS);
    }
    return new Sampling(sampler, OptionalInt.of(count), guidance, seed);
  }

  public Sampling withGuidance(double scale) {
    if (!(scale >= 0 && scale <= MAX_GUIDANCE)) {
      throw new InvalidRequest("guidance", "lies between 0 and " + MAX_GUIDANCE);
    }
    return new Sampling(sampler, steps, OptionalDouble.of(scale), seed);
  }

  public Sampling withSeed(long value) {
    return new Sampling(sampler, steps, guidance, OptionalLong.of(value));
  }

  /** The sampler's name, or an empty text for the model's own. */
  public String sampler() {
    return sampler;
  }

  public OptionalInt steps() {
    return steps;
  }

  public OptionalDouble guidance() {
    return guidance;
  }

  public OptionalLong seed() {
    return seed;
  }

  @Override
  public String toString() {
    return "Sampling[" + sampler + ", " + steps + ", " + guidance + ", " + seed + "]";
  }
}

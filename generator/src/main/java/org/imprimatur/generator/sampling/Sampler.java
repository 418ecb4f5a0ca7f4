package org.imprimatur.generator.sampling;

/** A method of solving the reverse diffusion process. Stateless, thread-safe. */
public interface Sampler {
  /** The name by which callers ask for it, in kebab-case. */
  String name();

  /**
   * Lays out the way for {@code request}.
   *
   * @throws UnsupportedSampling if the settings do not go with this method
   */
  Plan plan(SchedulerSettings settings, PlanRequest request);
}

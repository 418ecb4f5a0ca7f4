package org.imprimatur.generator.sampling;

/**
 * What a plan is made for.
 *
 * @param steps how many steps lead from noise to a picture
 * @param tokens how many patches the model sees; it moves the schedule of models with a dynamic
 *     shift
 * @param evenly whether levels of rectified flow fall evenly from 1 to one step above 0 before they
 *     are shifted, as the pipelines of FLUX ask; otherwise they span what was trained
 */
public record PlanRequest(int steps, int tokens, boolean evenly) {
  /** For levels that span what was trained. */
  public PlanRequest(int steps, int tokens) {
    this(steps, tokens, false);
  }
}

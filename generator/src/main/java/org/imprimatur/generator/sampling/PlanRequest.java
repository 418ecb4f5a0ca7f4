package org.imprimatur.generator.sampling;

/**
 * What a plan is made for.
 *
 * @param steps how many steps lead from noise to a picture
 * @param tokens how many patches the model sees; it moves the schedule of models with a dynamic
 *     shift
 */
public record PlanRequest(int steps, int tokens) {}

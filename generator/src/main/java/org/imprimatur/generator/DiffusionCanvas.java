package org.imprimatur.generator;

import org.imprimatur.api.GenerationFacts;
import org.imprimatur.api.RasterImage;
import org.imprimatur.generator.denoise.Denoiser;
import org.imprimatur.generator.denoise.Guided;
import org.imprimatur.generator.denoise.LatentShape;
import org.imprimatur.generator.engine.Canvas;
import org.imprimatur.generator.sampling.Path;
import org.imprimatur.generator.sampling.Plan;

/** A picture in the making: its way through the plan and what it is guided by. */
final class DiffusionCanvas implements Canvas {
  private final LatentShape shape;
  private final Walk walk;
  private final Guided guided;
  private final GenerationFacts facts;

  /**
   * A way that was set out on.
   *
   * @param first the call that it began with
   * @param around what stays of another picture
   */
  record Walk(Plan plan, Path path, int first, Surroundings around) {}

  DiffusionCanvas(LatentShape shape, Walk walk, Guided guided, GenerationFacts facts) {
    this.shape = shape;
    this.walk = walk;
    this.guided = guided;
    this.facts = facts;
  }

  @Override
  public Object lane() {
    return shape;
  }

  @Override
  public int steps() {
    return walk.plan.calls() - walk.first;
  }

  @Override
  public int done() {
    return walk.path.call() - walk.first;
  }

  LatentShape shape() {
    return shape;
  }

  Path path() {
    return walk.path;
  }

  /** Takes the model's answer to {@link #row}. */
  void accept(float[] answer) {
    walk.path.accept(answer);
    walk.around.kept().putBackInto(walk.path);
  }

  /** What becomes of the decoded picture. */
  RasterImage finished(RasterImage decoded) {
    return walk.around.overlay().apply(decoded);
  }

  GenerationFacts facts() {
    return facts;
  }

  Denoiser.Row row() {
    return new Denoiser.Row(
        walk.path.input(), walk.around.beside(), walk.plan.timestep(walk.path.call()), guided);
  }
}

package org.imprimatur.generator.sampling;

import java.util.ArrayList;
import java.util.List;
import org.imprimatur.generator.noise.NoiseStream;

/**
 * A path whose steps are pure functions of what came before: the plan tells how latents and answers
 * are to be read, a solver makes the step.
 */
final class Walk implements Path {
  /** As many answers as the highest order of any solver needs. */
  private static final int MEMORY = 4;

  private final Space space;
  private final Solver solver;
  private final NoiseStream noise;
  private final List<Moment> past = new ArrayList<>(MEMORY + 1);
  private int call;
  private float[] latents;
  private float[] estimate;

  /** How a plan relates latents, answers and clean latents at each call. Immutable. */
  interface Space {
    /** What the model is shown. */
    float[] shown(float[] latents, int call);

    /** The finished latents as the model's answer foretells them. */
    float[] clean(float[] latents, float[] output, int call);
  }

  /** A sampler's arithmetic. Stateless. */
  @FunctionalInterface
  interface Solver {
    /** The latents before the next call. */
    float[] advance(Step step);

    /** The latents of this call, seen anew in the light of the answer to them. */
    default float[] corrected(Step step) {
      return step.latents();
    }
  }

  /**
   * One call of the model.
   *
   * @param clean the finished latents as the answer foretells them
   */
  @SuppressWarnings("ArrayRecordComponent") // lives inside a walk; nothing writes to it
  record Moment(float[] latents, float[] output, float[] clean) {}

  /**
   * What a step starts from.
   *
   * @param call the call that was just answered, from 0
   * @param past the answers so far, the latest first; those of long ago are left out
   */
  record Step(int call, List<Moment> past, NoiseStream noise) {
    float[] latents() {
      return past.get(0).latents();
    }

    float[] clean() {
      return past.get(0).clean();
    }
  }

  Walk(Space space, Solver solver, int call, float[] latents, NoiseStream noise) {
    this.space = space;
    this.solver = solver;
    this.call = call;
    this.latents = latents;
    this.estimate = latents;
    this.noise = noise;
  }

  @Override
  public int call() {
    return call;
  }

  @Override
  public float[] input() {
    return space.shown(latents, call);
  }

  @Override
  public void accept(float[] output) {
    estimate = space.clean(latents, output, call);
    past.add(0, new Moment(latents, output, estimate));
    if (past.size() > MEMORY) {
      past.remove(MEMORY);
    }
    Step step = new Step(call, past, noise);
    past.set(0, new Moment(solver.corrected(step), output, estimate));
    latents = solver.advance(step);
    call++;
  }

  @Override
  public float[] latents() {
    return latents;
  }

  @Override
  public void replace(float[] other) {
    latents = other;
  }

  @Override
  public float[] estimate() {
    return estimate;
  }
}

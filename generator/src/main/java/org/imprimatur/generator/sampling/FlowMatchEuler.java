package org.imprimatur.generator.sampling;

import org.imprimatur.generator.noise.NoiseStream;

/**
 * Euler's method for rectified flow (Liu et al. 2022): latents are {@code (1 - sigma) * clean +
 * sigma * noise} and the model answers with {@code noise - clean}. Levels are shifted as in Esser
 * et al. 2024, section 5.3.2, by a fixed factor or by the size of the picture.
 */
final class FlowMatchEuler implements Sampler {
  @Override
  public String name() {
    return "flow-match-euler";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    for (String key : new String[] {"invert_sigmas", "stochastic_sampling"}) {
      if (settings.flag(key, false)) {
        throw settings.unsupported(key, "true");
      }
    }
    return new Flow(levels(settings, request), settings.trainSteps());
  }

  private static float[] levels(SchedulerSettings settings, PlanRequest request) {
    boolean dynamic = settings.flag("use_dynamic_shifting", false);
    double shift = settings.number("shift", 1);
    double[] levels = request.evenly() ? even(request.steps()) : trained(settings, request.steps());
    for (int i = 0; i < levels.length; i++) {
      levels[i] = dynamic ? bentBySize(settings, request, levels[i]) : bend(shift, levels[i]);
    }
    double terminal = settings.number("shift_terminal", 0);
    if (terminal != 0) {
      stretch(levels, terminal);
    }
    double lowest = levels[levels.length - 1];
    if (settings.spread() != Spread.TRAINED) {
      levels = settings.spread().levels(lowest, levels[0], levels.length);
    }
    float[] all = new float[levels.length + 1];
    for (int i = 0; i < levels.length; i++) {
      all[i] = (float) levels[i];
    }
    return all;
  }

  /** A fixed shift moves the trained range itself too, as in diffusers; a dynamic one does not. */
  private static double[] trained(SchedulerSettings settings, int steps) {
    boolean dynamic = settings.flag("use_dynamic_shifting", false);
    float least = (float) (1.0 / settings.trainSteps());
    double smallest = dynamic ? least : (float) bend(settings.number("shift", 1), least);
    double[] levels = new double[steps];
    for (int i = 0; i < steps; i++) {
      double part = steps == 1 ? 0 : (double) i / (steps - 1);
      levels[i] = 1 + part * (smallest - 1);
    }
    return levels;
  }

  private static double[] even(int steps) {
    double[] levels = new double[steps];
    for (int i = 0; i < steps; i++) {
      levels[i] = 1 - (double) i / steps;
    }
    return levels;
  }

  private static double bend(double shift, double level) {
    return shift * level / (1 + (shift - 1) * level);
  }

  /** The more patches a picture has, the longer its levels stay high. */
  private static double bentBySize(SchedulerSettings settings, PlanRequest request, double level) {
    double lowTokens = settings.number("base_image_seq_len", 256);
    double highTokens = settings.number("max_image_seq_len", 4096);
    double low = settings.number("base_shift", 0.5);
    double high = settings.number("max_shift", 1.15);
    double move = low + (high - low) * (request.tokens() - lowTokens) / (highTokens - lowTokens);
    boolean linear = settings.text("time_shift_type", "exponential").equals("linear");
    double factor = linear ? move : Math.exp(move);
    return factor / (factor + (1 / level - 1));
  }

  private static void stretch(double[] levels, double terminal) {
    double scale = (1 - levels[levels.length - 1]) / (1 - terminal);
    for (int i = 0; i < levels.length; i++) {
      levels[i] = 1 - (1 - levels[i]) / scale;
    }
  }

  private static final class Flow implements Plan {
    private final float[] levels;
    private final int trainSteps;

    Flow(float[] levels, int trainSteps) {
      this.levels = levels;
      this.trainSteps = trainSteps;
    }

    @Override
    public int calls() {
      return levels.length - 1;
    }

    @Override
    public float timestep(int call) {
      return levels[call] * trainSteps;
    }

    @Override
    public float startScale() {
      return 1;
    }

    @Override
    public float[] noised(float[] clean, float[] noise, int call) {
      float[] noised = new float[clean.length];
      for (int i = 0; i < noised.length; i++) {
        noised[i] = levels[call] * noise[i] + (1 - levels[call]) * clean[i];
      }
      return noised;
    }

    @Override
    public Path start(int call, float[] latents, NoiseStream noise) {
      return new Walk(levels, call, latents);
    }
  }

  private static final class Walk implements Path {
    private final float[] levels;
    private int call;
    private float[] latents;
    private float[] estimate;

    Walk(float[] levels, int call, float[] latents) {
      this.levels = levels;
      this.call = call;
      this.latents = latents;
      this.estimate = latents;
    }

    @Override
    public int call() {
      return call;
    }

    @Override
    public float[] input() {
      return latents;
    }

    @Override
    public void accept(float[] output) {
      float change = levels[call + 1] - levels[call];
      float[] after = new float[output.length];
      float[] clean = new float[output.length];
      for (int i = 0; i < after.length; i++) {
        clean[i] = latents[i] - levels[call] * output[i];
        after[i] = latents[i] + change * output[i];
      }
      latents = after;
      estimate = clean;
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
}

package org.imprimatur.generator.sampling;

import org.imprimatur.generator.noise.NoiseStream;

/**
 * DPM-Solver++ of first and second order, multistep (2M): Lu et al. 2022, algorithm 2; with fresh
 * noise after each step where the settings name {@code sde-dpmsolver++}.
 */
final class DpmSolverMultistep implements Sampler {
  private static final int FEW_STEPS = 15;

  private final String name;
  private final boolean forcesNoise;

  private DpmSolverMultistep(String name, boolean forcesNoise) {
    this.name = name;
    this.forcesNoise = forcesNoise;
  }

  /** As the settings say. */
  static Sampler asConfigured() {
    return new DpmSolverMultistep("dpm++-2m", false);
  }

  /** With noise after each step, whatever the settings say. */
  static Sampler withNoise() {
    return new DpmSolverMultistep("dpm++-2m-sde", true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    String algorithm = settings.text("algorithm_type", "dpmsolver++");
    if (!algorithm.endsWith("dpmsolver++")) {
      throw settings.unsupported("algorithm_type", algorithm);
    }
    int order = settings.integer("solver_order", 2);
    if (order < 1 || order > 2) {
      throw settings.unsupported("solver_order", String.valueOf(order));
    }
    for (String key :
        new String[] {"thresholding", "use_lu_lambdas", "use_flow_sigmas", "use_beta_sigmas"}) {
      if (settings.flag(key, false)) {
        throw settings.unsupported(key, "true");
      }
    }
    return new Solver(
        SigmaSchedule.ofWholeSteps(settings, request.steps()),
        Prediction.of(settings),
        new Rules(
            order,
            forcesNoise || algorithm.startsWith("sde"),
            settings.text("solver_type", "midpoint").equals("heun"),
            settings.flag("euler_at_final", false)
                || settings.text("final_sigmas_type", "zero").equals("zero")
                || (settings.flag("lower_order_final", true) && request.steps() < FEW_STEPS)));
  }

  private record Rules(int order, boolean noisy, boolean heun, boolean endsFirstOrder) {}

  private static final class Solver implements Plan {
    private final SigmaSchedule schedule;
    private final Prediction prediction;
    private final Rules rules;

    Solver(SigmaSchedule schedule, Prediction prediction, Rules rules) {
      this.schedule = schedule;
      this.prediction = prediction;
      this.rules = rules;
    }

    @Override
    public int calls() {
      return schedule.timesteps().length;
    }

    @Override
    public float timestep(int call) {
      return schedule.timesteps()[call];
    }

    @Override
    public float startScale() {
      return 1;
    }

    @Override
    public float[] noised(float[] clean, float[] noise, int call) {
      float[] noised = new float[clean.length];
      for (int i = 0; i < noised.length; i++) {
        noised[i] = (float) (signal(call) * clean[i] + deviation(call) * noise[i]);
      }
      return noised;
    }

    @Override
    public Path start(int call, float[] latents, NoiseStream noise) {
      return new Walk(this, call, latents, noise);
    }

    double signal(int call) {
      double sigma = schedule.sigmas()[call];
      return 1 / Math.sqrt(sigma * sigma + 1);
    }

    double deviation(int call) {
      return schedule.sigmas()[call] * signal(call);
    }

    /** Half the logarithm of signal power over noise power. */
    double lambda(int call) {
      return -Math.log(schedule.sigmas()[call]);
    }
  }

  private static final class Walk implements Path {
    private final Solver plan;
    private final NoiseStream noise;
    private int call;
    private int known;
    private float[] latents;
    private float[] estimate;

    Walk(Solver plan, int call, float[] latents, NoiseStream noise) {
      this.plan = plan;
      this.noise = noise;
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
      float[] before = estimate;
      estimate =
          plan.prediction.cleanAt(
              latents, output, (float) plan.signal(call), (float) plan.deviation(call));
      boolean last = call == plan.calls() - 1;
      boolean first = plan.rules.order == 1 || known < 1 || (last && plan.rules.endsFirstOrder);
      float[] drawn = plan.rules.noisy ? noise.next(latents.length) : new float[0];
      latents = step(first ? estimate : before, drawn);
      known++;
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

    /** One step; of first order where {@code before} is the estimate itself. */
    private float[] step(float[] before, float[] drawn) {
      double width = plan.lambda(call + 1) - plan.lambda(call);
      double power = plan.rules.noisy ? 2 : 1;
      double decay = Math.exp(-power * width);
      double signal = plan.signal(call + 1);
      double keep = plan.deviation(call + 1) / plan.deviation(call);
      double clean = signal * (1 - decay);
      double bend = before == estimate ? 0 : bend(width, power, decay) * signal;
      double fresh = 0;
      if (plan.rules.noisy) {
        keep *= Math.exp(-width);
        fresh = plan.deviation(call + 1) * Math.sqrt(1 - decay);
      }
      float[] after = new float[latents.length];
      for (int i = 0; i < after.length; i++) {
        double value = keep * latents[i] + clean * estimate[i];
        value += bend == 0 ? 0 : bend * (estimate[i] - before[i]);
        after[i] = (float) (fresh == 0 ? value : value + fresh * drawn[i]);
      }
      return after;
    }

    /** The factor of the second-order term, for a signal of one. */
    private double bend(double width, double power, double decay) {
      double ratio = width / (plan.lambda(call) - plan.lambda(call - 1));
      double factor = (1 - decay) / 2;
      if (plan.rules.heun) {
        factor = (1 - decay) / (-power * width) + 1;
      }
      return ratio * factor;
    }
  }
}

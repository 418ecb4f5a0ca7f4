package org.imprimatur.generator.sampling;

import java.util.ArrayList;
import java.util.List;
import org.imprimatur.generator.noise.NoiseStream;

/**
 * Pseudo linear multistep method: Liu et al. 2022, "Pseudo Numerical Methods for Diffusion Models
 * on Manifolds", equations 12 and 13. Begins as diffusers does with {@code skip_prk_steps}: the
 * second timestep is visited twice.
 */
final class Pndm implements Sampler {
  @Override
  public String name() {
    return "pndm";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    if (!settings.flag("skip_prk_steps", false)) {
      throw settings.unsupported("skip_prk_steps", "false");
    }
    Prediction prediction = Prediction.of(settings);
    if (prediction == Prediction.SAMPLE) {
      throw settings.unsupported("prediction_type", "sample");
    }
    int[] plain = Spacing.whole(settings, request.steps(), "leading");
    int[] timesteps = plain;
    if (plain.length > 1) {
      timesteps = new int[plain.length + 1];
      System.arraycopy(plain, 0, timesteps, 0, 2);
      System.arraycopy(plain, 1, timesteps, 2, plain.length - 1);
    }
    NoiseTable table = NoiseTable.of(settings);
    float end = settings.flag("set_alpha_to_one", false) ? 1 : table.signalPower(0);
    return new Multistep(
        timesteps, settings.trainSteps() / request.steps(), table, end, prediction);
  }

  private static final class Multistep implements Plan {
    private final int[] timesteps;
    private final int stride;
    private final NoiseTable table;
    private final float end;
    private final Prediction prediction;

    Multistep(int[] timesteps, int stride, NoiseTable table, float end, Prediction prediction) {
      this.timesteps = timesteps;
      this.stride = stride;
      this.table = table;
      this.end = end;
      this.prediction = prediction;
    }

    @Override
    public int calls() {
      return timesteps.length;
    }

    @Override
    public float timestep(int call) {
      return timesteps[call];
    }

    @Override
    public float startScale() {
      return 1;
    }

    @Override
    public float[] noised(float[] clean, float[] noise, int call) {
      return TablePlan.mix(clean, noise, table.signalPower(timesteps[call]));
    }

    @Override
    public Path start(int call, float[] latents, NoiseStream noise) {
      return new Walk(this, call, latents);
    }

    float power(int timestep) {
      return timestep >= 0 ? table.signalPower(timestep) : end;
    }
  }

  private static final class Walk implements Path {
    private final Multistep plan;
    private final List<float[]> answers = new ArrayList<>();
    private int call;
    private int counter;
    private float[] latents;

    /** What the last new call started from; the second call goes there once more. */
    private float[] before;

    private float[] estimate;

    Walk(Multistep plan, int call, float[] latents) {
      this.plan = plan;
      this.call = call;
      this.latents = latents;
      this.before = latents;
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
      int from = plan.timesteps[call];
      int to = from - plan.stride;
      float power = plan.table.signalPower(from);
      estimate =
          plan.prediction.cleanAt(
              latents, output, (float) Math.sqrt(power), (float) Math.sqrt(1 - power));
      if (counter == 1) {
        to = from;
        from += plan.stride;
      } else {
        before = latents;
        answers.add(output);
        if (answers.size() > 4) {
          answers.remove(0);
        }
      }
      latents = transfer(before, combined(output), from, to);
      counter++;
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

    private float[] combined(float[] output) {
      int known = answers.size();
      if (counter == 0) {
        return output;
      }
      if (counter == 1) {
        return sum(new double[] {0.5, 0.5}, output, answers.get(known - 1));
      }
      if (known == 2) {
        return sum(new double[] {1.5, -0.5}, answers.get(1), answers.get(0));
      }
      if (known == 3) {
        return sum(
            new double[] {23.0 / 12, -16.0 / 12, 5.0 / 12},
            answers.get(2),
            answers.get(1),
            answers.get(0));
      }
      return sum(
          new double[] {55.0 / 24, -59.0 / 24, 37.0 / 24, -9.0 / 24},
          answers.get(3),
          answers.get(2),
          answers.get(1),
          answers.get(0));
    }

    private static float[] sum(double[] factors, float[]... parts) {
      float[] sum = new float[parts[0].length];
      for (int i = 0; i < sum.length; i++) {
        double value = 0;
        for (int part = 0; part < parts.length; part++) {
          value += factors[part] * parts[part][i];
        }
        sum[i] = (float) value;
      }
      return sum;
    }

    /** Equation 9 of the paper: from one timestep to another, given the noise. */
    private float[] transfer(float[] start, float[] output, int from, int to) {
      double now = plan.power(from);
      double next = plan.power(to);
      double keep = Math.sqrt(next / now);
      double change =
          (next - now) / (now * Math.sqrt(1 - next) + Math.sqrt(now * (1 - now) * next));
      float[] epsilon =
          plan.prediction.noiseAt(
              start, output, (float) Math.sqrt(now), (float) Math.sqrt(1 - now));
      float[] after = new float[start.length];
      for (int i = 0; i < after.length; i++) {
        after[i] = (float) (keep * start[i] - change * epsilon[i]);
      }
      return after;
    }
  }
}

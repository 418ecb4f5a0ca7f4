package org.imprimatur.generator.sampling;

/** Where on the training schedule the steps lie (Lin et al. 2023, table 2), largest first. */
final class Spacing {
  private Spacing() {}

  /** Timesteps as the sigma-space samplers of diffusers space them; they need not be whole. */
  static double[] fractional(SchedulerSettings settings, int steps, String defaultSpacing) {
    String spacing = settings.text("timestep_spacing", defaultSpacing);
    int trained = settings.trainSteps();
    return switch (spacing) {
      case "linspace" -> linspace(trained, steps);
      case "leading" -> leading(trained, steps, settings.integer("steps_offset", 0));
      case "trailing" -> trailing(trained, steps);
      default -> throw settings.unsupported("timestep_spacing", spacing);
    };
  }

  /** Whole timesteps, as the samplers over the table of diffusers space them. */
  static int[] whole(SchedulerSettings settings, int steps, String defaultSpacing) {
    double[] spaced = fractional(settings, steps, defaultSpacing);
    int[] timesteps = new int[steps];
    for (int i = 0; i < steps; i++) {
      timesteps[i] = (int) Math.rint(spaced[i]);
      if (timesteps[i] < 0 || timesteps[i] >= settings.trainSteps()) {
        throw new UnsupportedSampling(
            "%d steps leave the schedule of %d that the model was trained on; ask for fewer"
                .formatted(steps, settings.trainSteps()));
      }
    }
    return timesteps;
  }

  /** Whole timesteps of one step more than asked for, less the last. */
  static double[] shortened(SchedulerSettings settings, int steps) {
    if (settings.text("timestep_spacing", "linspace").equals("trailing")) {
      return trailing(settings.trainSteps(), steps);
    }
    return lessTheLast(fractional(settings, steps + 1, "linspace"));
  }

  /** The same, evenly from end to end whatever spacing the settings name. */
  static double[] shortenedEvenly(SchedulerSettings settings, int steps) {
    return lessTheLast(linspace(settings.trainSteps(), steps + 1));
  }

  private static double[] lessTheLast(double[] longer) {
    double[] timesteps = new double[longer.length - 1];
    for (int i = 0; i < timesteps.length; i++) {
      timesteps[i] = Math.rint(longer[i]);
    }
    return timesteps;
  }

  /** A subset of the timesteps that a consistency model was distilled on. */
  static int[] distilled(SchedulerSettings settings, int steps) {
    int original = settings.integer("original_inference_steps", 50);
    if (steps > original) {
      throw new UnsupportedSampling(
          "this sampler takes at most %d steps with this model".formatted(original));
    }
    int stride = settings.trainSteps() / original;
    int[] timesteps = new int[steps];
    for (int i = 0; i < steps; i++) {
      int place = (int) Math.floor((double) original / steps * i);
      timesteps[i] = (original - place) * stride - 1;
    }
    return timesteps;
  }

  private static double[] linspace(int trained, int steps) {
    double[] timesteps = new double[steps];
    for (int i = 0; i < steps; i++) {
      int from = steps - 1 - i;
      timesteps[i] = steps == 1 ? 0 : (float) ((double) (trained - 1) / (steps - 1) * from);
    }
    return timesteps;
  }

  private static double[] leading(int trained, int steps, int offset) {
    double[] timesteps = new double[steps];
    int ratio = trained / steps;
    for (int i = 0; i < steps; i++) {
      timesteps[i] = (steps - 1 - i) * ratio + offset;
    }
    return timesteps;
  }

  private static double[] trailing(int trained, int steps) {
    double[] timesteps = new double[steps];
    double ratio = (double) trained / steps;
    for (int i = 0; i < steps; i++) {
      timesteps[i] = Math.rint(trained - i * ratio) - 1;
    }
    return timesteps;
  }
}

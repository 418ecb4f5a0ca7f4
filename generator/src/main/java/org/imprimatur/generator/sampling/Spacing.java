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

package org.imprimatur.generator.sampling;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.imprimatur.api.ConfigurationException;

/** Every sampler by name, and which one stands for which scheduler class of diffusers. */
public final class Samplers {
  private static final Map<String, Sampler> BY_NAME = new LinkedHashMap<>();

  static {
    for (Sampler sampler :
        List.of(
            new Euler(),
            new EulerAncestral(),
            new Heun(),
            new Lms(),
            new Ddim(),
            new Ddpm(),
            new Pndm(),
            DpmSolverMultistep.asConfigured(),
            DpmSolverMultistep.withNoise(),
            new Lcm(),
            new Tcd(),
            new FlowMatchEuler())) {
      BY_NAME.put(sampler.name(), sampler);
    }
  }

  private static final Map<String, String> BY_CLASS =
      Map.ofEntries(
          Map.entry("EulerDiscreteScheduler", "euler"),
          Map.entry("EulerAncestralDiscreteScheduler", "euler-ancestral"),
          Map.entry("HeunDiscreteScheduler", "heun"),
          Map.entry("LMSDiscreteScheduler", "lms"),
          Map.entry("DDIMScheduler", "ddim"),
          Map.entry("DDPMScheduler", "ddpm"),
          Map.entry("PNDMScheduler", "pndm"),
          Map.entry("DPMSolverMultistepScheduler", "dpm++-2m"),
          Map.entry("LCMScheduler", "lcm"),
          Map.entry("TCDScheduler", "tcd"),
          Map.entry("FlowMatchEulerDiscreteScheduler", "flow-match-euler"));

  private Samplers() {}

  public static Set<String> names() {
    return Collections.unmodifiableSet(BY_NAME.keySet());
  }

  /**
   * The sampler called {@code name}, for a model with these settings.
   *
   * @throws UnsupportedSampling if there is none, or if it goes with another kind of model
   */
  public static Sampler named(String name, SchedulerSettings settings) {
    Sampler sampler = BY_NAME.get(name);
    if (sampler == null) {
      throw new UnsupportedSampling("no sampler has that name; there are " + names());
    }
    if (name.startsWith("flow-match") != settings.className().startsWith("FlowMatch")) {
      throw new UnsupportedSampling(
          "the sampler %s does not go with a model made for %s"
              .formatted(name, settings.className()));
    }
    return sampler;
  }

  /**
   * The sampler that a model's author chose.
   *
   * @throws ConfigurationException if it is not among ours
   */
  public static Sampler chosenBy(SchedulerSettings settings) {
    String name = BY_CLASS.get(settings.className());
    if (name == null) {
      throw new ConfigurationException(
          "scheduler_config.json names the scheduler '%s'; known are %s"
              .formatted(settings.className(), BY_CLASS.keySet().stream().sorted().toList()));
    }
    return named(name, settings);
  }
}

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
    for (Sampler sampler : List.of(new Euler(), new EulerAncestral(), new FlowMatchEuler())) {
      BY_NAME.put(sampler.name(), sampler);
    }
  }

  private static final Map<String, String> BY_CLASS =
      Map.of(
          "EulerDiscreteScheduler", "euler",
          "EulerAncestralDiscreteScheduler", "euler-ancestral",
          "FlowMatchEulerDiscreteScheduler", "flow-match-euler");

  private Samplers() {}

  public static Set<String> names() {
    return Collections.unmodifiableSet(BY_NAME.keySet());
  }

  /**
   * The sampler called {@code name}.
   *
   * @throws UnsupportedSampling if there is none, naming those that there are
   */
  public static Sampler named(String name) {
    Sampler sampler = BY_NAME.get(name);
    if (sampler == null) {
      throw new UnsupportedSampling("no sampler has that name; there are " + names());
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
    return named(name);
  }
}

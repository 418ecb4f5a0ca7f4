package org.imprimatur.generator.sampling;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.imprimatur.api.ConfigurationException;

/** Every sampler by name, and which one stands for which scheduler class of diffusers. */
public final class Samplers {
  /** Samplers whose noise levels can be spread in other ways than the model's author chose. */
  private static final List<Sampler> SPREADABLE =
      List.of(
          new Euler(),
          new Heun(),
          new Lms(),
          DpmSolverMultistep.asConfigured(),
          DpmSolverMultistep.withNoise(),
          new DpmSolverSinglestep(),
          new UniPc(),
          new Deis(),
          new Kdpm2(),
          new Kdpm2Ancestral());

  private static final List<Sampler> OTHERS =
      List.of(
          new EulerAncestral(),
          new Ddim(),
          new Ddpm(),
          new Pndm(),
          new Lcm(),
          new Tcd(),
          new FlowMatchEuler());

  private static final Map<String, Sampler> BY_NAME = new LinkedHashMap<>();

  static {
    SPREADABLE.forEach(sampler -> BY_NAME.put(sampler.name(), sampler));
    OTHERS.forEach(sampler -> BY_NAME.put(sampler.name(), sampler));
    for (Sampler sampler : SPREADABLE) {
      for (Spread spread : List.of(Spread.KARRAS, Spread.EXPONENTIAL, Spread.BETA)) {
        Sampler variant = new Spreading(sampler, spread);
        BY_NAME.put(variant.name(), variant);
      }
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
          Map.entry("DPMSolverSinglestepScheduler", "dpm++-2s"),
          Map.entry("UniPCMultistepScheduler", "unipc"),
          Map.entry("DEISMultistepScheduler", "deis"),
          Map.entry("KDPM2DiscreteScheduler", "kdpm2"),
          Map.entry("KDPM2AncestralDiscreteScheduler", "kdpm2-ancestral"),
          Map.entry("LCMScheduler", "lcm"),
          Map.entry("TCDScheduler", "tcd"),
          Map.entry("FlowMatchEulerDiscreteScheduler", "flow-match-euler"));

  private Samplers() {}

  /** A sampler with a spread of the noise levels that the caller chose. */
  private record Spreading(Sampler sampler, Spread spread) implements Sampler {
    @Override
    public String name() {
      return sampler.name() + "-" + spread.word();
    }

    @Override
    public Plan plan(SchedulerSettings settings, PlanRequest request) {
      return sampler.plan(settings.withSpread(spread), request);
    }
  }

  /** Every name, those with a spread last. */
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
      throw new UnsupportedSampling(
          "no sampler has that name; there are %s, each also with -karras, -exponential or -beta, and %s"
              .formatted(namesOf(SPREADABLE), namesOf(OTHERS)));
    }
    if (name.startsWith("flow-match") != settings.className().startsWith("FlowMatch")) {
      throw new UnsupportedSampling(
          "the sampler %s does not go with a model made for %s"
              .formatted(name, settings.className()));
    }
    return sampler;
  }

  private static String namesOf(List<Sampler> samplers) {
    return samplers.stream().map(Sampler::name).collect(Collectors.joining(", "));
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

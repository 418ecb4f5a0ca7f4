package org.imprimatur.generator.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.generator.model.JsonFile;

/**
 * A {@code scheduler_config.json} as diffusers writes it. Each sampler reads the keys that concern
 * it, with diffusers' defaults. Immutable.
 */
public final class SchedulerSettings {
  private final JsonFile json;
  private final int trainSteps;
  private final Optional<Spread> chosenSpread;

  public SchedulerSettings(JsonFile json) {
    this(json, Optional.empty());
  }

  private SchedulerSettings(JsonFile json, Optional<Spread> chosenSpread) {
    this.json = json;
    this.chosenSpread = chosenSpread;
    this.trainSteps = json.integer("num_train_timesteps", 1000);
    if (trainSteps < 1) {
      throw unsupported("num_train_timesteps", String.valueOf(trainSteps));
    }
  }

  /** The scheduler that the model's author chose, by its class in diffusers. */
  public String className() {
    return text("_class_name", "");
  }

  public int trainSteps() {
    return trainSteps;
  }

  /** These settings with another spread of the noise levels than the author chose. */
  SchedulerSettings withSpread(Spread spread) {
    return new SchedulerSettings(json, Optional.of(spread));
  }

  /** How the noise levels of the steps are spread. */
  Spread spread() {
    return chosenSpread.orElseGet(this::authorsSpread);
  }

  private Spread authorsSpread() {
    List<Spread> spreads = new ArrayList<>();
    for (Spread spread : List.of(Spread.KARRAS, Spread.EXPONENTIAL, Spread.BETA)) {
      if (flag("use_" + spread.word() + "_sigmas", false)) {
        spreads.add(spread);
      }
    }
    if (spreads.size() > 1) {
      throw unsupported("use_" + spreads.get(1).word() + "_sigmas", "true beside another spread");
    }
    return spreads.isEmpty() ? Spread.TRAINED : spreads.get(0);
  }

  String text(String key, String otherwise) {
    return json.text(key).orElse(otherwise);
  }

  int integer(String key, int otherwise) {
    return json.integer(key, otherwise);
  }

  double number(String key, double otherwise) {
    return json.number(key, otherwise);
  }

  boolean flag(String key, boolean otherwise) {
    return json.flag(key, otherwise);
  }

  List<Double> numbers(String key) {
    return json.numbers(key);
  }

  boolean has(String key) {
    return json.has(key);
  }

  /** Refuses a limit to half the logarithm of signal power over noise power. */
  void refuseClippedLambda() {
    double limit = number("lambda_min_clipped", Double.NEGATIVE_INFINITY);
    if (limit != Double.NEGATIVE_INFINITY) {
      throw unsupported("lambda_min_clipped", String.valueOf(limit));
    }
  }

  /** For a value that no sampler here can follow. */
  UnsupportedSampling unsupported(String key, String value) {
    return new UnsupportedSampling(
        "%s: %s '%s' is not supported by this sampler; choose another sampler"
            .formatted(json.path(), key, value));
  }
}

package org.imprimatur.generator.sampling;

import java.util.List;
import org.imprimatur.generator.model.JsonFile;

/**
 * A {@code scheduler_config.json} as diffusers writes it. Each sampler reads the keys that concern
 * it, with diffusers' defaults. Immutable.
 */
public final class SchedulerSettings {
  private final JsonFile json;
  private final int trainSteps;

  public SchedulerSettings(JsonFile json) {
    this.json = json;
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

  /** For a value that no sampler here can follow. */
  UnsupportedSampling unsupported(String key, String value) {
    return new UnsupportedSampling(
        "%s: %s '%s' is not supported by this sampler; choose another sampler"
            .formatted(json.path(), key, value));
  }
}

package org.imprimatur.generator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.imprimatur.generator.Goldens;
import org.imprimatur.generator.model.JsonFile;
import org.imprimatur.generator.noise.NoiseStream;
import org.imprimatur.generator.noise.TorchCpuNoise;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sampler walks as diffusers' scheduler does, step by step. */
class TrajectoriesTest {
  /** Of the largest number on the way: single precision, summed up in another order. */
  private static final double TOLERANCE = 2e-5;

  /** Of a training timestep: diffusers finds some of them by subtracting nearly equal numbers. */
  private static final double TIMESTEP_TOLERANCE = 1e-2;

  @TempDir private Path directory = Path.of("unset");

  static Stream<JsonNode> cases() {
    return Goldens.cases("trajectories.json").stream();
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("cases")
  void walksAsDiffusersDoes(JsonNode golden) throws IOException {
    int steps = golden.get("steps").intValue();
    Plan plan = plan(golden, steps);
    JsonNode samples = golden.get("samples");
    double scale = golden.get("startScale").doubleValue();
    assertThat(plan.calls()).as(describe(golden)).isEqualTo(samples.size());
    assertThat((double) plan.startScale()).isCloseTo(scale, within(TOLERANCE * scale));

    org.imprimatur.generator.sampling.Path path = start(plan, samples.get(0).size(), steps);
    double tolerance = TOLERANCE * Math.max(largest(samples), largest(path.latents()));
    for (int call = 0; call < plan.calls(); call++) {
      float timestep = plan.timestep(call);
      assertThat((double) timestep)
          .as("timestep %d of %s", call, describe(golden))
          .isCloseTo(golden.get("timesteps").get(call).doubleValue(), within(TIMESTEP_TOLERANCE));
      path.accept(answer(path.input(), timestep));
      assertThat(path.latents())
          .as("call %d of %s", call, describe(golden))
          .containsExactly(Goldens.floats(samples.get(call)), offset((float) tolerance));
    }
  }

  private Plan plan(JsonNode golden, int steps) throws IOException {
    Path config = directory.resolve("scheduler_config.json");
    Files.writeString(config, golden.get("config").toString());
    SchedulerSettings settings = new SchedulerSettings(JsonFile.read(config));
    return Samplers.named(golden.get("sampler").textValue(), settings)
        .plan(settings, new PlanRequest(steps, 1024, golden.path("evenly").asBoolean()));
  }

  private static org.imprimatur.generator.sampling.Path start(Plan plan, int size, int seed) {
    NoiseStream noise = new TorchCpuNoise(seed);
    float[] latents = noise.next(size);
    for (int i = 0; i < size; i++) {
      latents[i] *= plan.startScale();
    }
    return plan.start(0, latents, noise);
  }

  private static double largest(JsonNode samples) {
    double largest = 1e-3;
    for (JsonNode sample : samples) {
      largest = Math.max(largest, largest(Goldens.floats(sample)));
    }
    return largest;
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static String describe(JsonNode golden) {
    String levels = golden.has("evenly") ? " evenly" : "";
    return golden.get("config") + " in " + golden.get("steps") + " steps" + levels;
  }

  /** The made-up model of training/tiny/trajectories.py. */
  private static float[] answer(float[] input, float timestep) {
    float[] output = new float[input.length];
    for (int i = 0; i < output.length; i++) {
      output[i] = input[i] * 0.3f + 0.1f * (1 - timestep / 1000) - 0.05f;
    }
    return output;
  }
}

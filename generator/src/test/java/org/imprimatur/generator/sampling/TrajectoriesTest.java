package org.imprimatur.generator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
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
  /** Of the largest number in a case: single precision, summed up in another order. */
  private static final double TOLERANCE = 2e-5;

  @TempDir private Path directory = Path.of("unset");

  static Stream<JsonNode> cases() {
    return Goldens.cases("trajectories.json").stream();
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("cases")
  void walksAsDiffusersDoes(JsonNode golden) throws IOException {
    Path config = directory.resolve("scheduler_config.json");
    Files.writeString(config, golden.get("config").toString());
    int steps = golden.get("steps").intValue();
    int size = golden.get("samples").get(0).size();
    Sampler sampler =
        Samplers.named(
            golden.get("sampler").textValue(), new SchedulerSettings(JsonFile.read(config)));
    Plan plan =
        sampler.plan(new SchedulerSettings(JsonFile.read(config)), new PlanRequest(steps, 1024));
    assertThat(plan.calls())
        .as(golden.get("config").toString())
        .isEqualTo(golden.get("timesteps").size());
    assertThat((double) plan.startScale())
        .isCloseTo(golden.get("startScale").doubleValue(), within(2e-5 * plan.startScale()));

    NoiseStream noise = new TorchCpuNoise(steps);
    float[] latents = noise.next(size);
    for (int i = 0; i < size; i++) {
      latents[i] *= plan.startScale();
    }
    org.imprimatur.generator.sampling.Path path = plan.start(0, latents, noise);
    double largest = 1e-3;
    for (JsonNode sample : golden.get("samples")) {
      for (float value : Goldens.floats(sample)) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    for (int call = 0; call < plan.calls(); call++) {
      float timestep = plan.timestep(call);
      assertThat((double) timestep)
          .as("timestep %d of %s", call, golden.get("config"))
          .isCloseTo(golden.get("timesteps").get(call).doubleValue(), within(2e-3));
      path.accept(answer(path.input(), timestep));
      float[] wanted = Goldens.floats(golden.get("samples").get(call));
      for (int i = 0; i < size; i++) {
        assertThat((double) path.latents()[i])
            .as("call %d, number %d of %s in %d steps", call, i, golden.get("config"), steps)
            .isCloseTo(wanted[i], within(TOLERANCE * largest));
      }
    }
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

package org.imprimatur.generator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.imprimatur.generator.model.JsonFile;
import org.imprimatur.generator.noise.TorchCpuNoise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplersTest {
  private static final PlanRequest EIGHT_STEPS = new PlanRequest(8, 1024);

  @TempDir private Path directory = Path.of("unset");

  @Test
  void aSpreadInTheNameIsTheSpreadOfTheSettings() throws IOException {
    SchedulerSettings plain = settings("{\"_class_name\": \"PNDMScheduler\"}");
    SchedulerSettings karras =
        settings("{\"_class_name\": \"PNDMScheduler\", \"use_karras_sigmas\": true}");

    Plan named = Samplers.named("dpm++-2m-karras", plain).plan(plain, EIGHT_STEPS);
    Plan configured = Samplers.named("dpm++-2m", karras).plan(karras, EIGHT_STEPS);
    Plan trained = Samplers.named("dpm++-2m", plain).plan(plain, EIGHT_STEPS);

    assertThat(named.timestep(3)).isEqualTo(configured.timestep(3));
    assertThat(named.timestep(3)).isNotEqualTo(trained.timestep(3));
  }

  @Test
  void everySamplerOfSigmasTakesEverySpread() throws IOException {
    SchedulerSettings settings = settings("{\"_class_name\": \"EulerDiscreteScheduler\"}");
    for (String name : Samplers.names()) {
      if (name.endsWith("-karras") || name.endsWith("-exponential") || name.endsWith("-beta")) {
        Plan plan = Samplers.named(name, settings).plan(settings, EIGHT_STEPS);
        float[] latents = walked(plan);
        for (float value : latents) {
          assertThat(value).as(name).isFinite();
        }
      }
    }
  }

  @Test
  void twoSpreadsAtOnceAreRefused() throws IOException {
    SchedulerSettings settings =
        settings("{\"use_karras_sigmas\": true, \"use_beta_sigmas\": true}");
    assertThatThrownBy(() -> Samplers.named("euler", settings).plan(settings, EIGHT_STEPS))
        .isInstanceOf(UnsupportedSampling.class)
        .hasMessageContaining("use_beta_sigmas");
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() throws IOException {
    SchedulerSettings settings = settings("{}");
    assertThatThrownBy(() -> Samplers.named("euler-carras", settings))
        .isInstanceOf(UnsupportedSampling.class)
        .hasMessageContaining("dpm++-2m")
        .hasMessageContaining("-karras");
  }

  @Test
  void infinitiesAsPythonWritesThemAreRead() throws IOException {
    SchedulerSettings open = settings("{\"lambda_min_clipped\": -Infinity}");
    SchedulerSettings clipped = settings("{\"lambda_min_clipped\": -5.1}");

    assertThat(Samplers.named("dpm++-2m", open).plan(open, EIGHT_STEPS).calls()).isEqualTo(8);
    assertThatThrownBy(() -> Samplers.named("dpm++-2m", clipped).plan(clipped, EIGHT_STEPS))
        .isInstanceOf(UnsupportedSampling.class)
        .hasMessageContaining("lambda_min_clipped");
  }

  @Test
  void aWalkMayBeginInTheMiddleWithEverySampler() throws IOException {
    SchedulerSettings settings =
        settings("{\"_class_name\": \"PNDMScheduler\", \"skip_prk_steps\": true}");
    for (String name : Samplers.names()) {
      if (!name.startsWith("flow-match")) {
        Plan plan = Samplers.named(name, settings).plan(settings, EIGHT_STEPS);
        int call = plan.callOf(5);
        TorchCpuNoise noise = new TorchCpuNoise(1);
        float[] clean = noise.next(16);
        org.imprimatur.generator.sampling.Path path =
            plan.start(call, plan.noised(clean, noise.next(16), call), noise);
        while (path.call() < plan.calls()) {
          path.accept(new float[16]);
        }
        for (float value : path.latents()) {
          assertThat(value).as(name).isFinite();
        }
      }
    }
  }

  private static float[] walked(Plan plan) {
    TorchCpuNoise noise = new TorchCpuNoise(1);
    float[] latents = noise.next(16);
    for (int i = 0; i < latents.length; i++) {
      latents[i] *= plan.startScale();
    }
    org.imprimatur.generator.sampling.Path path = plan.start(0, latents, noise);
    while (path.call() < plan.calls()) {
      path.accept(path.input());
    }
    return path.latents();
  }

  private SchedulerSettings settings(String json) throws IOException {
    Path file = Files.createTempFile(directory, "scheduler", ".json");
    Files.writeString(file, json);
    return new SchedulerSettings(JsonFile.read(file));
  }
}

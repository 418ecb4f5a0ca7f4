package org.imprimatur.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.generator.DiffusionGenerator;
import org.imprimatur.generator.GeneratorSettings;
import org.imprimatur.generator.onnx.OnnxRuntime;

/**
 * What share of a picture's time is not spent within the runs of its graphs: wall-clock time from
 * submitting to the finished picture, divided by that within the runs, of a real model.
 *
 * <p>Arguments: a model's folder, the side of the picture in pixels, steps, pictures.
 */
public final class GeneratorShare {
  private static final int WARM_UP = 5;

  private GeneratorShare() {}

  public static void main(String[] arguments) throws Exception {
    int side = Integer.parseInt(arguments[1]);
    int steps = Integer.parseInt(arguments[2]);
    int pictures = Integer.parseInt(arguments[3]);
    GeneratorSettings settings = GeneratorSettings.onCpu();
    TimedNetworks networks =
        new TimedNetworks(OnnxRuntime.start(settings.threads(), settings.provider()));
    List<Double> ratios = new ArrayList<>();
    List<Double> stepMillis = new ArrayList<>();
    try (DiffusionGenerator generator =
        DiffusionGenerator.load(Path.of(arguments[0]), settings, networks)) {
      for (int i = 0; i < WARM_UP + pictures; i++) {
        networks.takeNanos();
        long before = System.nanoTime();
        draw(generator, new Size(side, side), steps, i);
        double whole = System.nanoTime() - before;
        double within = networks.takeNanos();
        if (i >= WARM_UP) {
          ratios.add(whole / within);
          stepMillis.add(within / steps / 1e6);
        }
      }
    }
    print(System.out, ratios, stepMillis);
  }

  private static void print(PrintStream out, List<Double> ratios, List<Double> stepMillis) {
    out.printf("time within the runs  %.1f ms a step%n", median(stepMillis));
    out.printf("whole / within        %.4f%n", median(ratios));
  }

  private static double median(List<Double> numbers) {
    return numbers.stream().sorted().skip(numbers.size() / 2).findFirst().orElseThrow();
  }

  private static void draw(DiffusionGenerator generator, Size size, int steps, long seed) {
    generator
        .submit(
            new GenerationCommand(
                Prompt.of("a lighthouse by the sea at night"),
                size,
                Sampling.RECOMMENDED.withSteps(steps).withSeed(seed),
                new Basis.Nothing(),
                "bench",
                Instant.now().plusSeconds(60)),
            GenerationWatch.NONE)
        .result()
        .toCompletableFuture()
        .join();
  }
}

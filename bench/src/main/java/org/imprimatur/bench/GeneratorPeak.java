package org.imprimatur.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.bench.onnx.SessionFloor;
import org.imprimatur.generator.DiffusionGenerator;
import org.imprimatur.generator.GeneratorSettings;

/**
 * The most memory that a process held which drew some pictures of 512 pixels, with the generator or
 * in the bare loop.
 *
 * <p>Arguments: the folder {@code generator/src/test/resources/models/null}, and {@code generator}
 * or {@code floor}.
 */
public final class GeneratorPeak {
  private static final int STEPS = 20;
  private static final int PICTURES = 10;

  private GeneratorPeak() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    if (arguments[1].equals("generator")) {
      try (DiffusionGenerator generator =
          DiffusionGenerator.load(folder, GeneratorSettings.onCpu().withThreads(1))) {
        for (int i = 0; i < PICTURES; i++) {
          draw(generator, i);
        }
      }
    } else {
      try (SessionFloor floor = new SessionFloor(folder)) {
        for (int i = 0; i < PICTURES; i++) {
          floor.draw(STEPS);
        }
      }
    }
    print(System.out, arguments[1]);
  }

  private static void draw(DiffusionGenerator generator, long seed) {
    generator
        .submit(
            new GenerationCommand(
                Prompt.of("a lighthouse"),
                new Size(512, 512),
                Sampling.RECOMMENDED.withSteps(STEPS).withGuidance(7.5).withSeed(seed),
                new Basis.Nothing(),
                "bench",
                Instant.now().plusSeconds(60)),
            GenerationWatch.NONE)
        .result()
        .toCompletableFuture()
        .join();
  }

  private static void print(PrintStream out, String what) throws IOException {
    Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .forEach(line -> out.printf("%s: at most %s%n", what, line.substring(6).strip()));
  }
}

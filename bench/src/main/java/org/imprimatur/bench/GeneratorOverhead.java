package org.imprimatur.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
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
 * What the generator costs beside the runs of the graphs: a model with the shapes of Stable
 * Diffusion 1.5 and next to no arithmetic, 512 pixels, 20 steps, guidance, drawn by the generator
 * and by a bare loop in turn. Prints the mean CPU time a picture of both, that of the whole
 * process, so the collector of garbage and the compiler count too.
 *
 * <p>Argument: the folder {@code generator/src/test/resources/models/null}.
 */
public final class GeneratorOverhead {
  private static final int STEPS = 20;
  private static final int WARM_UP = 300;
  private static final int PICTURES = 200;
  private static final double NANOS_A_MILLISECOND = 1e6;

  private GeneratorOverhead() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    long ours = 0;
    long floor = 0;
    try (DiffusionGenerator generator =
            DiffusionGenerator.load(folder, GeneratorSettings.onCpu().withThreads(1));
        SessionFloor bare = new SessionFloor(folder)) {
      for (int i = 0; i < WARM_UP + PICTURES; i++) {
        long before = cpu();
        draw(generator, i);
        long between = cpu();
        bare.draw(STEPS);
        long after = cpu();
        if (i >= WARM_UP) {
          ours += between - before;
          floor += after - between;
        }
      }
    }
    print(System.out, perPicture(ours), perPicture(floor));
  }

  private static void print(PrintStream out, double ours, double floor) {
    out.printf("generator  %.2f ms CPU a picture%n", ours);
    out.printf("floor      %.2f ms CPU a picture%n", floor);
    out.printf("difference %.2f ms CPU a picture%n", ours - floor);
  }

  private static void draw(DiffusionGenerator generator, long seed) {
    generator
        .submit(
            new GenerationCommand(
                Prompt.of("a lighthouse " + seed),
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

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static double perPicture(long nanos) {
    return nanos / NANOS_A_MILLISECOND / PICTURES;
  }
}

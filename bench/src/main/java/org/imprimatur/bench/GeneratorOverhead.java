package org.imprimatur.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.bench.onnx.SessionFloor;
import org.imprimatur.generator.DiffusionGenerator;
import org.imprimatur.generator.GeneratorSettings;
import org.jspecify.annotations.Nullable;

/**
 * What the generator costs beside the runs of the graphs: a model with the shapes of Stable
 * Diffusion 1.5 and next to no arithmetic, 512 pixels, 20 steps, guidance, drawn by the generator
 * and by a bare loop in turn. Prints the mean CPU time a picture of both, that of the whole
 * process, so the collector of garbage and the compiler count too.
 *
 * <p>Arguments: the folder {@code generator/src/test/resources/models/null}, and as needed the name
 * of a {@link Peer} on the class path, which then draws in turn with the others.
 */
public final class GeneratorOverhead {
  private static final int STEPS = 20;
  private static final int WARM_UP = 300;
  private static final int PICTURES = 200;
  private static final double NANOS_A_MILLISECOND = 1e6;

  private GeneratorOverhead() {}

  /** One that draws. */
  @FunctionalInterface
  private interface Drawing {
    void draw(int number) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    try (DiffusionGenerator generator =
            DiffusionGenerator.load(folder, GeneratorSettings.onCpu().withThreads(1));
        SessionFloor bare = new SessionFloor(folder);
        @Nullable Peer peer = arguments.length > 1 ? peer(arguments[1], folder) : null) {
      Map<String, Drawing> drawing = new LinkedHashMap<>();
      drawing.put("generator", number -> draw(generator, number));
      drawing.put("floor", number -> bare.draw(STEPS));
      if (peer != null) {
        drawing.put("peer", number -> peer.draw(prompt(number), STEPS, number));
      }
      print(System.out, nanosOf(drawing));
    }
  }

  private static Peer peer(String name, Path folder) throws ReflectiveOperationException {
    return Class.forName(name)
        .asSubclass(Peer.class)
        .getConstructor(Path.class)
        .newInstance(folder);
  }

  private static Map<String, Long> nanosOf(Map<String, Drawing> drawing) throws Exception {
    Map<String, Long> nanos = new LinkedHashMap<>();
    for (int i = 0; i < WARM_UP + PICTURES; i++) {
      for (Map.Entry<String, Drawing> one : drawing.entrySet()) {
        long before = cpu();
        one.getValue().draw(i);
        long taken = cpu() - before;
        nanos.merge(one.getKey(), i < WARM_UP ? 0 : taken, Long::sum);
      }
    }
    return nanos;
  }

  private static void print(PrintStream out, Map<String, Long> nanos) {
    double floor = perPicture(nanos.getOrDefault("floor", 0L));
    nanos.forEach(
        (name, taken) ->
            out.printf(
                "%-10s %.2f ms CPU a picture, %.2f above the floor%n",
                name, perPicture(taken), perPicture(taken) - floor));
  }

  private static void draw(DiffusionGenerator generator, long seed) {
    generator
        .submit(
            new GenerationCommand(
                Prompt.of(prompt(seed)),
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

  private static String prompt(long number) {
    return "a lighthouse " + number;
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static double perPicture(long nanos) {
    return nanos / NANOS_A_MILLISECOND / PICTURES;
  }
}

package org.imprimatur.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.Generation;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.generator.DiffusionGenerator;
import org.imprimatur.generator.GeneratorSettings;

/**
 * How the generator behaves as a server: how soon a cancelled picture stops using the processor,
 * how long a tenant with one picture waits beside one that floods the queue, and how much memory is
 * left after a burst. One thread in the graphs, so that all their time is that of the engine's
 * threads.
 *
 * <p>Arguments: a model folder, and how often to cancel and to draw.
 */
public final class GeneratorService {
  private static final int STEPS = 8;
  private static final int FLOOD = 8;
  private static final int BURST = 4;
  private static final long SILENCE_MILLIS = 40;
  private static final long REST_MILLIS = 10_000;
  private static final double NANOS_A_MILLISECOND = 1e6;

  private final DiffusionGenerator generator;
  private final Size size;

  private GeneratorService(DiffusionGenerator generator) {
    this.generator = generator;
    this.size =
        generator.capabilities().sizes().stream().findFirst().orElseGet(() -> new Size(256, 256));
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int times = Integer.parseInt(arguments[1]);
    try (DiffusionGenerator generator =
        DiffusionGenerator.load(folder, GeneratorSettings.onCpu().withThreads(1))) {
      GeneratorService service = new GeneratorService(generator);
      Resident loaded = Resident.now();
      service.draw("warm-up");
      service.printMemory(System.out, loaded);
      service.printCancelling(System.out, times);
      service.printFairness(System.out, times);
    }
  }

  private void printMemory(PrintStream out, Resident loaded) throws Exception {
    Resident drawn = Resident.now();
    List<Generation> burst = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      burst.add(submit("burst", GenerationWatch.NONE));
    }
    burst.forEach(each -> each.result().toCompletableFuture().join());
    Resident after = Resident.now();
    Thread.sleep(REST_MILLIS);
    out.printf(
        "resident   %s loaded, %s after one picture, %s after a burst of %d, %s ten seconds later"
            + " (MiB, without pages of files)%n",
        loaded, drawn, after, BURST, Resident.now());
  }

  private void printCancelling(PrintStream out, int times) throws InterruptedException {
    double[] millis = new double[times];
    for (int i = 0; i < times; i++) {
      CountDownLatch stepping = new CountDownLatch(1);
      Generation generation =
          submit(
              "cancel",
              progress -> {
                stepping.countDown();
                return GenerationWatch.Course.CONTINUE;
              });
      stepping.await();
      Thread.sleep(i % 20);
      millis[i] = untilSilent(generation) / NANOS_A_MILLISECOND;
    }
    print(out, "cancelled", millis);
  }

  /** The time from cancelling to the last moment at which the engine's threads used a processor. */
  private static long untilSilent(Generation generation) throws InterruptedException {
    long start = System.nanoTime();
    generation.cancel();
    long used = engineCpu();
    long last = start;
    while (System.nanoTime() - last < SILENCE_MILLIS * NANOS_A_MILLISECOND) {
      Thread.sleep(1);
      long now = engineCpu();
      if (now != used) {
        used = now;
        last = System.nanoTime();
      }
    }
    return last - start;
  }

  /** Alone and beside the flood in turn, so that both see the machine in the same state. */
  private void printFairness(PrintStream out, int times) throws InterruptedException {
    double[] alone = new double[times];
    double[] beside = new double[times];
    for (int i = 0; i < times; i++) {
      alone[i] = draw("single");
      List<Generation> flood = new ArrayList<>();
      for (int picture = 0; picture < FLOOD; picture++) {
        flood.add(submit("flood", GenerationWatch.NONE));
      }
      beside[i] = draw("single");
      flood.forEach(Generation::cancel);
    }
    print(out, "alone", alone);
    print(out, "flooded", beside);
  }

  private double draw(String tenant) {
    long start = System.nanoTime();
    submit(tenant, GenerationWatch.NONE).result().toCompletableFuture().join();
    return (System.nanoTime() - start) / NANOS_A_MILLISECOND;
  }

  private Generation submit(String tenant, GenerationWatch watch) {
    return generator.submit(
        new GenerationCommand(
            Prompt.of("a lighthouse by the sea"),
            size,
            Sampling.RECOMMENDED.withSteps(STEPS).withSeed(1),
            new Basis.Nothing(),
            tenant,
            Instant.now().plusSeconds(600)),
        watch);
  }

  private static void print(PrintStream out, String what, double[] millis) {
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    out.printf(
        "%-10s p50 %.1f ms, p95 %.1f ms, p99 %.1f ms of %d%n",
        what, at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), sorted.length);
  }

  private static double at(double[] sorted, double part) {
    return sorted[(int) Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)];
  }

  private static long engineCpu() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo thread = threads.getThreadInfo(id);
      if (thread != null && thread.getThreadName().equals("imprimatur-generator")) {
        sum += Math.max(0, threads.getThreadCpuTime(id));
      }
    }
    return sum;
  }

  /**
   * What the process has in memory.
   *
   * @param all in KiB
   * @param anonymous without the pages of files, such as weights, which the system may drop
   */
  private record Resident(long all, long anonymous) {
    static Resident now() throws IOException {
      List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
      return new Resident(kib(lines, "VmRSS:"), kib(lines, "RssAnon:"));
    }

    private static long kib(List<String> lines, String name) {
      return lines.stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    }

    @Override
    public String toString() {
      return "%d (%d)".formatted(all >> 10, anonymous >> 10);
    }
  }
}

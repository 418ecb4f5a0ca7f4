package org.imprimatur.generator;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.imprimatur.generator.onnx.Provider;

/**
 * How models are run.
 *
 * @param threads threads inside a graph; the first use in a JVM decides for all
 * @param capacity how many pictures may wait or be drawn at once
 * @param batchCap how many calls of a denoiser are joined into one at most; a larger cap than 1 is
 *     tried out when a model is loaded and used only where it is exact and pays
 * @param seeds where a seed comes from that the caller leaves open
 */
public record GeneratorSettings(
    int threads, int capacity, int batchCap, Provider provider, Clock clock, LongSupplier seeds) {
  private static final int DEFAULT_THREADS = 2;
  private static final int DEFAULT_CAPACITY = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  public GeneratorSettings {
    if (threads < 1 || capacity < 1 || batchCap < 1) {
      throw new IllegalArgumentException(
          "threads, capacity and batchCap must be at least 1, got %d, %d, %d"
              .formatted(threads, capacity, batchCap));
    }
  }

  /** At most two threads, one call a run, a queue of 16, the system's clock, random seeds. */
  public static GeneratorSettings onCpu() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new GeneratorSettings(
        Math.min(DEFAULT_THREADS, processors),
        DEFAULT_CAPACITY,
        1,
        Provider.CPU,
        Clock.systemUTC(),
        () -> Integer.toUnsignedLong(RANDOM.nextInt()));
  }

  public GeneratorSettings withThreads(int count) {
    return new GeneratorSettings(count, capacity, batchCap, provider, clock, seeds);
  }

  public GeneratorSettings withCapacity(int pictures) {
    return new GeneratorSettings(threads, pictures, batchCap, provider, clock, seeds);
  }

  public GeneratorSettings withBatchCap(int calls) {
    return new GeneratorSettings(threads, capacity, calls, provider, clock, seeds);
  }

  public GeneratorSettings withProvider(Provider other) {
    return new GeneratorSettings(threads, capacity, batchCap, other, clock, seeds);
  }

  public GeneratorSettings withClock(Clock other) {
    return new GeneratorSettings(threads, capacity, batchCap, provider, other, seeds);
  }
}

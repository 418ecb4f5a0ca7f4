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
 * @param tile the longest side, in pixels, of what is decoded at once; a larger picture is decoded
 *     in overlapping tiles that fade into each other, which takes less memory
 * @param seeds where a seed comes from that the caller leaves open
 */
public record GeneratorSettings(
    int threads,
    int capacity,
    int batchCap,
    int tile,
    Provider provider,
    Clock clock,
    LongSupplier seeds) {
  private static final int DEFAULT_THREADS = 2;
  private static final int DEFAULT_CAPACITY = 16;
  private static final int DEFAULT_TILE = 1024;
  private static final int SMALLEST_TILE = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  public GeneratorSettings {
    if (threads < 1 || capacity < 1 || batchCap < 1) {
      throw new IllegalArgumentException(
          "threads, capacity and batchCap must be at least 1, got %d, %d, %d"
              .formatted(threads, capacity, batchCap));
    }
    if (tile < SMALLEST_TILE) {
      throw new IllegalArgumentException(
          "tile must be at least %d pixels, got %d".formatted(SMALLEST_TILE, tile));
    }
  }

  /**
   * At most two threads, one call a run, a queue of 16, tiles of 1024 pixels, the system's clock,
   * random seeds.
   */
  public static GeneratorSettings onCpu() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new GeneratorSettings(
        Math.min(DEFAULT_THREADS, processors),
        DEFAULT_CAPACITY,
        1,
        DEFAULT_TILE,
        Provider.CPU,
        Clock.systemUTC(),
        () -> Integer.toUnsignedLong(RANDOM.nextInt()));
  }

  /**
   * As {@link #onCpu}, on the provider with this name: cpu, cuda, openvino, coreml or directml.
   *
   * @throws org.imprimatur.api.ConfigurationException if there is none of that name
   */
  public static GeneratorSettings on(String provider) {
    return onCpu().withProvider(Provider.named(provider));
  }

  public GeneratorSettings withThreads(int count) {
    return new GeneratorSettings(count, capacity, batchCap, tile, provider, clock, seeds);
  }

  public GeneratorSettings withCapacity(int pictures) {
    return new GeneratorSettings(threads, pictures, batchCap, tile, provider, clock, seeds);
  }

  public GeneratorSettings withBatchCap(int calls) {
    return new GeneratorSettings(threads, capacity, calls, tile, provider, clock, seeds);
  }

  public GeneratorSettings withTile(int pixels) {
    return new GeneratorSettings(threads, capacity, batchCap, pixels, provider, clock, seeds);
  }

  public GeneratorSettings withProvider(Provider other) {
    return new GeneratorSettings(threads, capacity, batchCap, tile, other, clock, seeds);
  }

  public GeneratorSettings withClock(Clock other) {
    return new GeneratorSettings(threads, capacity, batchCap, tile, provider, other, seeds);
  }
}

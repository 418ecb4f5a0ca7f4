package org.imprimatur.generator.denoise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.noise.NoiseStream;
import org.imprimatur.generator.noise.TorchCpuNoise;

/**
 * Finds out how many calls of a denoiser may be joined. Some kernels give other last bits to a
 * batch than to a single call; such a model is never batched, so that a picture never depends on
 * what else is being drawn. A batch that takes longer than its calls one by one is not worth it
 * either.
 */
public final class BatchTrial {
  private static final long SEED = 1;
  private static final int WARM_UP = 2;

  private final Network network;
  private final LatentShape shape;
  private final int besideChannels;
  private final Conditioning conditioning;

  /**
   * @param besideChannels how many channels the denoiser takes beside the latents
   */
  public BatchTrial(
      Network network, LatentShape shape, int besideChannels, Conditioning conditioning) {
    this.network = network;
    this.shape = shape;
    this.besideChannels = besideChannels;
    this.conditioning = conditioning;
  }

  /** The largest number of calls, up to {@code cap}, that is exact and pays; at least 1. */
  public int largestUseful(int cap) {
    int useful = 1;
    for (int count = 2; count <= cap; count++) {
      if (!isExact(count) || !pays(count)) {
        return useful;
      }
      useful = count;
    }
    return useful;
  }

  /** Whether {@code count} calls at different timesteps give the same bits together and alone. */
  boolean isExact(int count) {
    List<Denoiser.Row> rows = rows(count);
    List<float[]> together = predict(rows, count);
    List<float[]> alone = predict(rows, 1);
    for (int i = 0; i < count; i++) {
      if (!Arrays.equals(together.get(i), alone.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean pays(int count) {
    List<Denoiser.Row> rows = rows(count);
    return nanos(rows, count) < nanos(rows, 1);
  }

  private long nanos(List<Denoiser.Row> rows, int cap) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i <= WARM_UP; i++) {
      long start = System.nanoTime();
      predict(rows, cap);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  private List<float[]> predict(List<Denoiser.Row> rows, int cap) {
    return new Denoiser(network, cap).predict(shape, rows, false, new Interrupt());
  }

  private List<Denoiser.Row> rows(int count) {
    NoiseStream noise = new TorchCpuNoise(SEED);
    Guided guided = new Guided(conditioning, conditioning, 1);
    List<Denoiser.Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float timestep = 900f * (count - i) / count;
      float[] latents = noise.next(shape.count());
      float[] beside = noise.next(besideChannels * shape.places());
      rows.add(new Denoiser.Row(latents, beside, timestep, guided));
    }
    return rows;
  }
}

package org.imprimatur.generator.denoise;

/** The shape of one picture's latents. */
public record LatentShape(int channels, int height, int width) {
  public int count() {
    return channels * height * width;
  }

  /** Places in one channel. */
  public int places() {
    return height * width;
  }
}

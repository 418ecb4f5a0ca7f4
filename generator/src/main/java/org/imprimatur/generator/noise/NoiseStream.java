package org.imprimatur.generator.noise;

/** An endless, reproducible run of standard normal numbers for one image. One thread. */
public interface NoiseStream {
  /** The next tensor of {@code count} numbers. */
  float[] next(int count);
}

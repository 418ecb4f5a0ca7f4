package org.imprimatur.generator.noise;

/**
 * The numbers that {@code torch.randn} draws from a generator on the CPU, so that a seed starts
 * from the same latents as in a Python pipeline. Box-Muller over blocks of 16: eight radii, eight
 * angles. Torch's vectorised logarithm and cosine differ from ours by less than one millionth. As
 * in torch, only the low 32 bits of the seed count.
 */
public final class TorchCpuNoise implements NoiseStream {
  private static final int BLOCK = 16;
  private static final int HALF = BLOCK / 2;

  private final MersenneTwister bits;
  private double spare;
  private boolean hasSpare;

  public TorchCpuNoise(long seed) {
    bits = new MersenneTwister(seed);
  }

  @Override
  public float[] next(int count) {
    float[] values = new float[count];
    if (count < BLOCK) {
      for (int i = 0; i < count; i++) {
        values[i] = (float) single();
      }
      return values;
    }
    fillUniform(values, 0, count);
    for (int at = 0; at + BLOCK <= count; at += BLOCK) {
      transform(values, at);
    }
    if (count % BLOCK != 0) {
      fillUniform(values, count - BLOCK, count);
      transform(values, count - BLOCK);
    }
    return values;
  }

  private void fillUniform(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = (bits.next() & 0xffffff) * 0x1p-24f;
    }
  }

  private static void transform(float[] values, int at) {
    for (int i = at; i < at + HALF; i++) {
      float radius = (float) Math.sqrt(-2 * (float) Math.log(1 - values[i]));
      double angle = (float) (2 * Math.PI) * values[i + HALF];
      values[i] = radius * (float) Math.cos(angle);
      values[i + HALF] = radius * (float) Math.sin(angle);
    }
  }

  /** Small tensors are drawn one by one in double precision, in pairs. */
  private double single() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double angle = 2 * Math.PI * uniform();
    double radius = Math.sqrt(-2 * Math.log1p(-uniform()));
    spare = radius * Math.sin(angle);
    hasSpare = true;
    return radius * Math.cos(angle);
  }

  private double uniform() {
    long high = Integer.toUnsignedLong(bits.next());
    long low = Integer.toUnsignedLong(bits.next());
    return ((high << 32 | low) & (1L << 53) - 1) * 0x1p-53;
  }
}

package org.imprimatur.generator.noise;

/**
 * The numbers that {@code torch.randn} draws from a generator on the CPU, so that a seed starts
 * from the same latents as in a Python pipeline. Box-Muller over blocks of 16: eight radii, eight
 * angles. Torch's vectorised logarithm and cosine differ from ours by less than one millionth. As
 * in torch, only the low 32 bits of the seed count.
 */
public final class TorchCpuNoise implements NoiseStream {
  private static final int BLOCK = BoxMuller.BLOCK;

  /** How many numbers are drawn before they are transformed: they stay in the fastest cache. */
  private static final int CHUNK = 64 * BLOCK;

  private static final int MASK = (1 << 24) - 1;

  private final MersenneTwister bits;
  private final BoxMuller normal = new BoxMuller(CHUNK / 2);
  private final int[] uniform = new int[CHUNK];
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
    int whole = count - count % BLOCK;
    for (int at = 0; at < whole; at += CHUNK) {
      fill(values, at, Math.min(CHUNK, whole - at));
    }
    if (whole < count) {
      bits.next(uniform, count - whole); // as torch does: drawn in vain, then a block at the end
      fill(values, count - BLOCK, BLOCK);
    }
    return values;
  }

  private void fill(float[] values, int from, int count) {
    bits.next(uniform, count);
    for (int i = 0; i < count; i++) {
      uniform[i] &= MASK;
    }
    normal.transform(uniform, count / 2, values, from);
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
    bits.next(uniform, 2);
    long high = Integer.toUnsignedLong(uniform[0]);
    long low = Integer.toUnsignedLong(uniform[1]);
    return ((high << 32 | low) & (1L << 53) - 1) * 0x1p-53;
  }
}

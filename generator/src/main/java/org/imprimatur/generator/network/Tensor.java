package org.imprimatur.generator.network;

import java.util.Arrays;

/**
 * Numbers with a shape, on their way into a graph or out of it: either single-precision or whole
 * numbers. The arrays are shared, not copied; whoever hands one over no longer writes to it.
 */
public final class Tensor {
  private static final float[] NO_FLOATS = {};
  private static final long[] NO_INTEGERS = {};

  private final float[] floats;
  private final long[] integers;
  private final long[] shape;

  private Tensor(float[] floats, long[] integers, long[] shape) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (count != floats.length + integers.length) {
      throw new IllegalArgumentException(
          "shape %s needs %d numbers, got %d"
              .formatted(Arrays.toString(shape), count, floats.length + integers.length));
    }
    this.floats = floats;
    this.integers = integers;
    this.shape = shape;
  }

  public static Tensor floats(float[] values, long... shape) {
    return new Tensor(values, NO_INTEGERS, shape.clone());
  }

  public static Tensor integers(long[] values, long... shape) {
    return new Tensor(NO_FLOATS, values, shape.clone());
  }

  /** The numbers of a tensor made by {@link #floats}. */
  public float[] floats() {
    return floats;
  }

  /** The numbers of a tensor made by {@link #integers}. */
  public long[] integers() {
    return integers;
  }

  public boolean isFloating() {
    return integers.length == 0;
  }

  public int rank() {
    return shape.length;
  }

  public long side(int dimension) {
    return shape[dimension];
  }

  public long[] shape() {
    return shape.clone();
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}

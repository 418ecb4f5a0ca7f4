package org.imprimatur.generator.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;

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
  private final boolean kept;
  private final Copy copy;

  private Tensor(float[] floats, long[] integers, long[] shape) {
    this(floats, integers, shape, false, new Copy());
  }

  private Tensor(float[] floats, long[] integers, long[] shape, boolean kept, Copy copy) {
    long count = 1;
    for (long side : shape) {
      count = Math.multiplyExact(count, side);
    }
    if (count != floats.length + integers.length) {
      throw new IllegalArgumentException(
          "shape %s needs %d numbers, got %d"
              .formatted(Arrays.toString(shape), count, floats.length + integers.length));
    }
    this.floats = floats;
    this.integers = integers;
    this.shape = shape;
    this.kept = kept;
    this.copy = copy;
  }

  public static Tensor floats(float[] values, long... shape) {
    return new Tensor(values, NO_INTEGERS, shape.clone());
  }

  public static Tensor integers(long[] values, long... shape) {
    return new Tensor(NO_FLOATS, values, shape.clone());
  }

  /**
   * The same single-precision numbers in a batch of one, for feeding again and again: they are
   * copied out of the heap once, for this tensor and all such batches of it.
   */
  public Tensor batchOfOne() {
    long[] longer = new long[shape.length + 1];
    longer[0] = 1;
    System.arraycopy(shape, 0, longer, 1, shape.length);
    return new Tensor(floats, integers, longer, true, copy);
  }

  /** The numbers outside the heap, where {@link #batchOfOne} keeps them; not to be written. */
  public Optional<FloatBuffer> kept() {
    return kept ? Optional.of(copy.of(floats)) : Optional.empty();
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

  /** Numbers outside the heap, copied when they are first asked for. */
  private static final class Copy {
    private Optional<FloatBuffer> made = Optional.empty();

    synchronized FloatBuffer of(float[] floats) {
      if (made.isEmpty()) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(floats.length * Float.BYTES);
        made =
            Optional.of(bytes.order(ByteOrder.nativeOrder()).asFloatBuffer().put(floats).rewind());
      }
      return made.get().duplicate();
    }
  }
}

package org.imprimatur.safety.gate;

import java.util.Arrays;

/** An immutable array of numbers that a model gave for one frame, with its shape. */
public final class Numbers {
  private final float[] values;
  private final int[] shape;

  private Numbers(float[] values, int[] shape) {
    this.values = values;
    this.shape = shape;
  }

  /** Copies both. */
  public static Numbers of(float[] values, int... shape) {
    long length = 1;
    for (int side : shape) {
      length *= side;
    }
    if (length != values.length) {
      throw new IllegalArgumentException(
          values.length + " numbers do not fill the shape " + Arrays.toString(shape));
    }
    return new Numbers(values.clone(), shape.clone());
  }

  public int rank() {
    return shape.length;
  }

  public int side(int axis) {
    return shape[axis];
  }

  public int length() {
    return values.length;
  }

  public float at(int index) {
    return values[index];
  }

  /** Of a table with two axes. */
  public float at(int row, int column) {
    return values[row * shape[1] + column];
  }

  /** A fresh array of all numbers. */
  public double[] toDoubles() {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}

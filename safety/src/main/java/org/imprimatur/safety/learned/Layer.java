package org.imprimatur.safety.learned;

import java.util.Arrays;

/**
 * One transformer layer: each word hears its neighbours, then all words of the window through
 * several heads, then passes through two layers of its own. Immutable and thread-safe.
 */
final class Layer {
  private final int width;
  private final int heads;
  private final float[][] near;
  private final Norm normAll;
  private final Linear asked;
  private final Linear said;
  private final Norm normOwn;
  private final Linear inner;
  private final Linear outer;

  Layer(Weights from, TextModel.Shape shape) {
    width = shape.width();
    heads = shape.heads();
    near = new float[shape.reach()][];
    for (int i = 0; i < near.length; i++) {
      near[i] = from.floats(width);
    }
    normAll = new Norm(from, width);
    asked = new Linear(from, width, 3 * width);
    said = new Linear(from, width, width);
    normOwn = new Norm(from, width);
    inner = new Linear(from, width, shape.inner());
    outer = new Linear(from, shape.inner(), width);
  }

  float[][] apply(float[][] words) {
    float[][] x = withNeighbours(words);
    add(x, said.apply(heard(asked.apply(normAll.apply(x)))));
    float[][] own = inner.apply(normOwn.apply(x));
    for (float[] row : own) {
      for (int i = 0; i < row.length; i++) {
        row[i] = Math.max(0, row[i]);
      }
    }
    add(x, outer.apply(own));
    return x;
  }

  private float[][] withNeighbours(float[][] words) {
    float[][] x = new float[words.length][];
    for (int at = 0; at < words.length; at++) {
      x[at] = words[at].clone();
      for (int k = 0; k < near.length; k++) {
        int other = at + k - near.length / 2;
        if (other >= 0 && other < words.length) {
          addProduct(x[at], words[other], near[k]);
        }
      }
    }
    return x;
  }

  /** What each word hears from all words, head by head. */
  private float[][] heard(float[][] asked) {
    int length = asked.length;
    int each = width / heads;
    float[][] heard = new float[length][width];
    float[][] keys = new float[each][length];
    float[] part = new float[each];
    for (int head = 0; head < heads; head++) {
      int from = head * each;
      for (int at = 0; at < length; at++) {
        for (int i = 0; i < each; i++) {
          keys[i][at] = asked[at][width + from + i];
        }
      }
      for (int at = 0; at < length; at++) {
        float[] shares = new float[length];
        for (int i = 0; i < each; i++) {
          Linear.add(shares, keys[i], asked[at][from + i]);
        }
        softmax(shares, 1 / Math.sqrt(each));
        Arrays.fill(part, 0);
        for (int other = 0; other < length; other++) {
          addPart(part, asked[other], 2 * width + from, shares[other]);
        }
        System.arraycopy(part, 0, heard[at], from, each);
      }
    }
    return heard;
  }

  /** In place: shares that sum to 1, of values times {@code sharpness}. */
  static void softmax(float[] values, double sharpness) {
    float highest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      highest = Math.max(highest, value);
    }
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.exp((values[i] - highest) * sharpness);
      sum += values[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= (float) sum;
    }
  }

  private static void addPart(float[] to, float[] row, int from, float times) {
    for (int i = 0; i < to.length; i++) {
      to[i] += times * row[from + i];
    }
  }

  private static void addProduct(float[] to, float[] one, float[] other) {
    for (int i = 0; i < to.length; i++) {
      to[i] += one[i] * other[i];
    }
  }

  private static void add(float[][] to, float[][] rows) {
    for (int row = 0; row < to.length; row++) {
      Linear.add(to[row], rows[row], 1);
    }
  }
}

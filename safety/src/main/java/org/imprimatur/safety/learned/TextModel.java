package org.imprimatur.safety.learned;

import java.util.Arrays;
import org.imprimatur.api.ConfigurationException;

/**
 * The classifier's numbers and its arithmetic: word vectors as means of hashed pieces, a few small
 * transformer layers over the words of a window, attention and the maximum over them, two more
 * layers. Immutable and thread-safe.
 */
final class TextModel {
  private static final int MAGIC = 0x494D5054;
  private static final int VERSION = 2;

  private final Shape shape;
  private final float[] scale;
  private final byte[] table;
  private final Norm normIn;
  private final Layer[] layers;
  private final Norm normOut;
  private final Linear look;
  private final Linear mix;
  private final Linear out;

  /**
   * The sizes of a model.
   *
   * @param rows of the table of pieces
   * @param width of a word vector
   * @param inner width between the two layers that a word passes alone
   * @param reach how many words a word and its neighbours are
   * @param mixed width before the outputs
   */
  record Shape(
      int rows, int width, int heads, int inner, int layers, int reach, int mixed, int outputs) {
    private static final int LARGEST = 1 << 20;

    Shape {
      int[] all = {rows, width, heads, inner, layers, reach, mixed, outputs};
      if (Arrays.stream(all).anyMatch(n -> n < 1 || n > LARGEST) || width % heads != 0) {
        throw new IllegalArgumentException("no model has such sizes: " + Arrays.toString(all));
      }
    }

    static Shape read(Weights from) {
      return new Shape(
          from.number(),
          from.number(),
          from.number(),
          from.number(),
          from.number(),
          from.number(),
          from.number(),
          from.number());
    }
  }

  /**
   * Reads the file that {@code export.py} writes.
   *
   * @throws ConfigurationException if it is another file or cut short
   */
  TextModel(String name, byte[] file) {
    Weights from = new Weights(name, file);
    if (from.number() != MAGIC || from.number() != VERSION) {
      throw new ConfigurationException(name + " is not a text classifier of version " + VERSION);
    }
    shape = Shape.read(from);
    scale = from.floats(shape.rows());
    table = from.bytes(shape.rows() * shape.width());
    normIn = new Norm(from, shape.width());
    layers = new Layer[shape.layers()];
    for (int i = 0; i < layers.length; i++) {
      layers[i] = new Layer(from, shape);
    }
    normOut = new Norm(from, shape.width());
    look = new Linear(from, shape.width(), shape.heads());
    mix = new Linear(from, (shape.heads() + 1) * shape.width(), shape.mixed());
    out = new Linear(from, shape.mixed(), shape.outputs());
  }

  int rows() {
    return shape.rows();
  }

  int outputs() {
    return out.outputs();
  }

  /** The vector of one word. */
  float[] word(int[] pieces) {
    float[] vector = new float[shape.width()];
    for (int piece : pieces) {
      float unit = scale[piece] / pieces.length;
      int at = piece * vector.length;
      for (int i = 0; i < vector.length; i++) {
        vector[i] += unit * table[at + i];
      }
    }
    return normIn.apply(vector);
  }

  /** The outputs, as log-odds, of a window of at least one word. */
  float[] window(float[][] words) {
    float[][] x = words;
    for (Layer layer : layers) {
      x = layer.apply(x);
    }
    float[] mixed = mix.apply(pooled(normOut.apply(x)));
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = Math.max(0, mixed[i]);
    }
    return out.apply(mixed);
  }

  /** What each head looks at, and the strongest of everything. */
  private float[] pooled(float[][] x) {
    int width = shape.width();
    float[][] looked = look.apply(x);
    float[] pooled = new float[(shape.heads() + 1) * width];
    Arrays.fill(pooled, shape.heads() * width, pooled.length, Float.NEGATIVE_INFINITY);
    float[] shares = new float[x.length];
    for (int head = 0; head < shape.heads(); head++) {
      for (int at = 0; at < x.length; at++) {
        shares[at] = looked[at][head];
      }
      Layer.softmax(shares, 1);
      for (int at = 0; at < x.length; at++) {
        for (int i = 0; i < width; i++) {
          pooled[head * width + i] += shares[at] * x[at][i];
        }
      }
    }
    for (float[] row : x) {
      for (int i = 0; i < width; i++) {
        int at = shape.heads() * width + i;
        pooled[at] = Math.max(pooled[at], row[i]);
      }
    }
    return pooled;
  }
}

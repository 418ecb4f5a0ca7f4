package org.imprimatur.safety.learned;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.imprimatur.api.ConfigurationException;

/**
 * The classifier's numbers and its arithmetic: word vectors as means of hashed pieces, each word
 * with its neighbours through one layer, the strongest and the mean over the window, two more
 * layers. Immutable and thread-safe.
 */
final class TextModel {
  private static final int MAGIC = 0x494D5054;
  private static final int VERSION = 1;
  private static final int NEIGHBOURS = 3;

  private final int rows;
  private final int width;
  private final int seen;
  private final float[] scale;
  private final byte[] table;
  private final Layer[] near = new Layer[NEIGHBOURS];
  private final Layer mix;
  private final Layer out;

  /**
   * Reads the file that {@code export.py} writes.
   *
   * @throws ConfigurationException if it is another file or cut short
   */
  TextModel(String name, byte[] file) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file))) {
      if (in.readInt() != MAGIC || in.readInt() != VERSION) {
        throw new ConfigurationException(name + " is not a text classifier of version " + VERSION);
      }
      rows = in.readInt();
      width = in.readInt();
      seen = in.readInt();
      int hidden = in.readInt();
      int outputs = in.readInt();
      scale = floats(in, rows);
      table = in.readNBytes(rows * width);
      float[][] weights = new float[NEIGHBOURS][];
      for (int i = 0; i < NEIGHBOURS; i++) {
        weights[i] = floats(in, seen * width);
      }
      float[] bias = floats(in, seen);
      for (int i = 0; i < NEIGHBOURS; i++) {
        near[i] = new Layer(weights[i], i == NEIGHBOURS / 2 ? bias : new float[seen]);
      }
      mix = new Layer(floats(in, hidden * 2 * seen), floats(in, hidden));
      out = new Layer(floats(in, outputs * hidden), floats(in, outputs));
    } catch (IOException e) {
      throw new ConfigurationException(name + " is cut short: build the safety module again", e);
    }
  }

  /** Weights in rows, one for each output. */
  private static final class Layer {
    private final float[] weights;
    private final float[] bias;

    Layer(float[] weights, float[] bias) {
      this.weights = weights;
      this.bias = bias;
    }

    float[] apply(float[] in) {
      float[] sums = new float[bias.length];
      for (int row = 0; row < sums.length; row++) {
        float sum = bias[row];
        int at = row * in.length;
        for (int i = 0; i < in.length; i++) {
          sum += weights[at + i] * in[i];
        }
        sums[row] = sum;
      }
      return sums;
    }
  }

  int rows() {
    return rows;
  }

  int outputs() {
    return out.bias.length;
  }

  /** What each neighbour layer makes of one word; a window is put together from these. */
  float[][] word(int[] pieces) {
    float[] vector = new float[width];
    for (int piece : pieces) {
      float unit = scale[piece] / pieces.length;
      for (int i = 0; i < width; i++) {
        vector[i] += unit * table[piece * width + i];
      }
    }
    float[][] heard = new float[NEIGHBOURS][];
    for (int i = 0; i < NEIGHBOURS; i++) {
      heard[i] = near[i].apply(vector);
    }
    return heard;
  }

  /** The outputs, as log-odds, of the words from {@code start} to before {@code end}. */
  float[] window(float[][][] words, int start, int end) {
    float[] pooled = new float[2 * seen];
    for (int at = start; at < end; at++) {
      for (int i = 0; i < seen; i++) {
        float sum = words[at][1][i];
        sum += at > start ? words[at - 1][0][i] : 0;
        sum += at + 1 < end ? words[at + 1][2][i] : 0;
        float positive = Math.max(0, sum);
        pooled[i] = Math.max(pooled[i], positive);
        pooled[seen + i] += positive / (end - start);
      }
    }
    float[] hidden = mix.apply(pooled);
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = Math.max(0, hidden[i]);
    }
    return out.apply(hidden);
  }

  private static float[] floats(DataInputStream in, int count) throws IOException {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = in.readFloat();
    }
    return numbers;
  }
}

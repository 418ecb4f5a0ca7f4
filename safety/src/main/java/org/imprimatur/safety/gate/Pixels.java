package org.imprimatur.safety.gate;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.imprimatur.api.RasterImage;
import org.imprimatur.safety.gate.GatePack.Input;

/** Turns frames of a picture into the numbers a model wants. */
public final class Pixels {
  private static final int COLOURS = 3;
  private static final float WHITE = 255;

  private final Input input;

  public Pixels(Input input) {
    this.input = input;
  }

  /** How many numbers one frame takes. */
  public int length() {
    return COLOURS * input.width() * input.height();
  }

  /** Puts one frame, resized, at the buffer's position and moves on behind it. */
  public void put(RasterImage image, Frame frame, FloatBuffer out) {
    float[] resized = resized(image, frame);
    boolean planes = input.layout() == GatePack.Layout.NCHW;
    int area = input.width() * input.height();
    for (int i = 0; i < length(); i++) {
      int channel = planes ? i / area : i % COLOURS;
      int pixel = planes ? i % area : i / COLOURS;
      int colour = input.channels() == GatePack.Channels.RGB ? channel : COLOURS - 1 - channel;
      out.put(levelled(resized[COLOURS * pixel + colour], channel));
    }
  }

  private float levelled(float sample, int channel) {
    double scaled = Math.max(0, Math.min(WHITE, sample)) * input.levels().scale();
    return (float)
        ((scaled - input.levels().mean().get(channel)) / input.levels().std().get(channel));
  }

  /** Interleaved samples from 0 to 255 in the model's size: rows first, then columns. */
  private float[] resized(RasterImage image, Frame frame) {
    Resampling across = Resampling.of(frame.width(), input.width());
    Resampling down = Resampling.of(frame.height(), input.height());
    float[][] columns = new float[input.width()][COLOURS * frame.height()];
    float[] narrow = new float[COLOURS * input.width()];
    ByteBuffer samples = image.view();
    for (int y = 0; y < frame.height(); y++) {
      across.apply(line(samples, image.width(), frame, y), narrow);
      for (int x = 0; x < input.width(); x++) {
        System.arraycopy(narrow, COLOURS * x, columns[x], COLOURS * y, COLOURS);
      }
    }
    float[] out = new float[length()];
    float[] low = new float[COLOURS * input.height()];
    for (int x = 0; x < input.width(); x++) {
      down.apply(columns[x], low);
      for (int y = 0; y < input.height(); y++) {
        System.arraycopy(low, COLOURS * y, out, COLOURS * (y * input.width() + x), COLOURS);
      }
    }
    return out;
  }

  private static float[] line(ByteBuffer samples, int pictureWidth, Frame frame, int y) {
    float[] line = new float[COLOURS * frame.width()];
    int at = COLOURS * ((frame.y() + y) * pictureWidth + frame.x());
    for (int i = 0; i < line.length; i++) {
      line[i] = samples.get(at + i) & 0xff;
    }
    return line;
  }
}

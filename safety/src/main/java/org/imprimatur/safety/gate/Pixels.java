package org.imprimatur.safety.gate;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
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

  /** Where the frame comes to lie in the model's rectangle. */
  public Fit.Placement place(Frame frame) {
    return frame.fit().place(frame.width(), frame.height(), input.width(), input.height());
  }

  /** Puts one frame, resized, at the buffer's position and moves on behind it. */
  public void put(RasterImage image, Frame frame, FloatBuffer out) {
    float[] fitted = fitted(image, frame);
    boolean planes = input.layout() == GatePack.Layout.NCHW;
    int area = input.width() * input.height();
    for (int i = 0; i < length(); i++) {
      int channel = planes ? i / area : i % COLOURS;
      int pixel = planes ? i % area : i / COLOURS;
      int colour = input.channels() == GatePack.Channels.RGB ? channel : COLOURS - 1 - channel;
      out.put(levelled(fitted[COLOURS * pixel + colour], channel));
    }
  }

  private float levelled(float sample, int channel) {
    double scaled = Math.max(0, Math.min(WHITE, sample)) * input.levels().scale();
    return (float)
        ((scaled - input.levels().mean().get(channel)) / input.levels().std().get(channel));
  }

  /** Interleaved samples from 0 to 255 in the model's size. */
  private float[] fitted(RasterImage image, Frame frame) {
    Fit.Placement place = place(frame);
    float[] resized = resized(image, frame, place);
    if (place.width() == input.width() && place.height() == input.height()) {
      return resized;
    }
    float[] out = new float[length()];
    Arrays.fill(out, place.padding());
    int from = Math.max(0, place.left());
    int to = Math.min(input.width(), place.left() + place.width());
    for (int y = 0; y < input.height(); y++) {
      int row = y - place.top();
      if (row >= 0 && row < place.height() && to > from) {
        System.arraycopy(
            resized,
            COLOURS * (row * place.width() + from - place.left()),
            out,
            COLOURS * (y * input.width() + from),
            COLOURS * (to - from));
      }
    }
    return out;
  }

  /** The frame in the size of its place: rows first, then columns. */
  private float[] resized(RasterImage image, Frame frame, Fit.Placement place) {
    Resampling across = Resampling.of(frame.width(), place.width(), input.filter());
    Resampling down = Resampling.of(frame.height(), place.height(), input.filter());
    float[][] columns = new float[place.width()][COLOURS * frame.height()];
    float[] narrow = new float[COLOURS * place.width()];
    ByteBuffer samples = image.view();
    for (int y = 0; y < frame.height(); y++) {
      across.apply(line(samples, image.width(), frame, y), narrow);
      for (int x = 0; x < place.width(); x++) {
        System.arraycopy(narrow, COLOURS * x, columns[x], COLOURS * y, COLOURS);
      }
    }
    float[] out = new float[COLOURS * place.width() * place.height()];
    float[] low = new float[COLOURS * place.height()];
    for (int x = 0; x < place.width(); x++) {
      down.apply(columns[x], low);
      for (int y = 0; y < place.height(); y++) {
        System.arraycopy(low, COLOURS * y, out, COLOURS * (y * place.width() + x), COLOURS);
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

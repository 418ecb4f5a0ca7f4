package org.imprimatur.generator.decode;

import java.util.Arrays;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.generator.denoise.LatentShape;
import org.imprimatur.generator.model.Latents;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.noise.NoiseStream;
import org.imprimatur.generator.noise.TorchCpuNoise;

/**
 * A cheap guess at a picture from unfinished latents: each colour is a weighted sum of the
 * channels. The weights are fitted once, by least squares, to what the model's own decoder makes of
 * patches of noise, so that any number of channels will do. Immutable, thread-safe.
 */
public final class PreviewPalette {
  private static final int SIDE = 16;
  private static final int PATCH = 2;
  private static final int SAMPLES = 3;
  private static final long SEED = 20_170_612;
  private static final double RIDGE = 1e-3;

  private final double[][] weights;
  private final int pixelsPerPlace;

  private PreviewPalette(double[][] weights, int pixelsPerPlace) {
    this.weights = weights;
    this.pixelsPerPlace = pixelsPerPlace;
  }

  /** Fits the palette of a model; costs a few small runs of its decoder. */
  public static PreviewPalette fit(Decoder decoder, Latents latents, LatentShape wanted) {
    boolean free = wanted.height() >= SIDE && wanted.width() >= SIDE;
    LatentShape shape = free ? new LatentShape(latents.channels(), SIDE, SIDE) : wanted;
    int unknowns = latents.channels() + 1;
    double[][] normal = new double[unknowns][unknowns];
    double[][] right = new double[unknowns][3];
    NoiseStream noise = new TorchCpuNoise(SEED);
    for (int i = 0; i < SAMPLES; i++) {
      float[] patches = patches(shape, noise);
      Tensor planes = decoder.planes(shape, patches, new Interrupt());
      add(shape, patches, planes, normal, right);
    }
    for (int i = 0; i < unknowns; i++) {
      normal[i][i] += RIDGE;
    }
    return new PreviewPalette(LinearSystem.solve(normal, right), latents.pixelsPerPlace());
  }

  /** The guess, as large as the finished picture would be. */
  public RasterImage paint(LatentShape shape, float[] latents) {
    Size size = new Size(shape.width() * pixelsPerPlace, shape.height() * pixelsPerPlace);
    byte[] rgb = new byte[(int) (3 * size.pixels())];
    double[] colour = new double[3];
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        mix(shape, latents, y * shape.width() + x, colour);
        fill(rgb, size.width(), x * pixelsPerPlace, y * pixelsPerPlace, colour);
      }
    }
    return RasterImage.of(size, rgb);
  }

  private void mix(LatentShape shape, float[] latents, int place, double[] colour) {
    System.arraycopy(weights[shape.channels()], 0, colour, 0, 3);
    for (int channel = 0; channel < shape.channels(); channel++) {
      float value = latents[channel * shape.places() + place];
      for (int i = 0; i < 3; i++) {
        colour[i] += weights[channel][i] * value;
      }
    }
  }

  private void fill(byte[] rgb, int width, int left, int top, double[] colour) {
    for (int y = top; y < top + pixelsPerPlace; y++) {
      for (int x = left; x < left + pixelsPerPlace; x++) {
        for (int i = 0; i < 3; i++) {
          double unit = Math.min(Math.max(colour[i] / 2 + 0.5, 0), 1);
          rgb[3 * (y * width + x) + i] = (byte) Math.rint(unit * 255);
        }
      }
    }
  }

  /**
   * Noise that is constant over small squares, as real latents are over small parts of a picture.
   */
  private static float[] patches(LatentShape shape, NoiseStream noise) {
    float[] values = new float[shape.count()];
    for (int channel = 0; channel < shape.channels(); channel++) {
      float[] drawn = noise.next(Math.max(shape.places(), 16));
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          values[channel * shape.places() + y * shape.width() + x] =
              drawn[y / PATCH * shape.width() + x / PATCH];
        }
      }
    }
    return values;
  }

  private static void add(
      LatentShape shape, float[] latents, Tensor planes, double[][] normal, double[][] right) {
    double[] inputs = new double[shape.channels() + 1];
    Arrays.fill(inputs, 1);
    for (int place = 0; place < shape.places(); place++) {
      for (int channel = 0; channel < shape.channels(); channel++) {
        inputs[channel] = latents[channel * shape.places() + place];
      }
      for (int row = 0; row < inputs.length; row++) {
        for (int column = 0; column < inputs.length; column++) {
          normal[row][column] += inputs[row] * inputs[column];
        }
        for (int colour = 0; colour < 3; colour++) {
          right[row][colour] += inputs[row] * mean(shape, planes, place, colour);
        }
      }
    }
  }

  private static double mean(LatentShape shape, Tensor planes, int place, int colour) {
    int width = (int) planes.side(3);
    int square = width / shape.width();
    int top = place / shape.width() * square;
    int left = place % shape.width() * square;
    int plane = colour * width * (int) planes.side(2);
    double sum = 0;
    for (int y = top; y < top + square; y++) {
      for (int x = left; x < left + square; x++) {
        sum += planes.floats()[plane + y * width + x];
      }
    }
    return sum / (square * square);
  }
}

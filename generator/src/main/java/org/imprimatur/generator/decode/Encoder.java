package org.imprimatur.generator.decode;

import java.util.Set;
import org.imprimatur.api.Mask;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.generator.denoise.LatentShape;
import org.imprimatur.generator.model.Latents;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;
import org.imprimatur.generator.noise.NoiseStream;

/**
 * The encoder of a variational autoencoder: a picture to the latents it stands for. Thread-safe.
 */
public final class Encoder {
  private static final float MIN_LOG_VARIANCE = -30;
  private static final float MAX_LOG_VARIANCE = 20;

  private final Network network;
  private final Latents latents;
  private final String input;
  private final String output;
  private volatile boolean draws;

  public Encoder(Network network, Latents latents) {
    this.network = network;
    this.latents = latents;
    this.input = network.contract().soleInput(4).name();
    this.output = network.contract().firstOutput().name();
  }

  /**
   * Encodes one picture. A graph that gives mean and logarithm of the variance is sampled with
   * numbers from {@code noise}; one that gives latents draws none.
   */
  public float[] encode(
      RasterImage image, LatentShape shape, NoiseStream noise, Interrupt interrupt) {
    return encode(new Planes(Pixels.toPlanes(image), image.size()), shape, noise, interrupt);
  }

  /** Encodes one picture with mid grey wherever {@code mask} paints. */
  public float[] encodeOutside(
      RasterImage image, Mask mask, LatentShape shape, NoiseStream noise, Interrupt interrupt) {
    float[] values = Pixels.toPlanes(image);
    int count = values.length / 3;
    for (int i = 0; i < count; i++) {
      if (mask.isPainted(i % image.width(), i / image.width())) {
        values[i] = 0;
        values[count + i] = 0;
        values[2 * count + i] = 0;
      }
    }
    return encode(new Planes(values, image.size()), shape, noise, interrupt);
  }

  /** Encodes mid grey. */
  public float[] encodeNothing(
      Size size, LatentShape shape, NoiseStream noise, Interrupt interrupt) {
    Planes grey = new Planes(new float[Math.toIntExact(3 * size.pixels())], size);
    return encode(grey, shape, noise, interrupt);
  }

  /** Whether encoding draws from a distribution; known once a picture was encoded. */
  public boolean drawsNoise() {
    return draws;
  }

  @SuppressWarnings("ArrayRecordComponent") // lives for one run
  private record Planes(float[] values, Size size) {}

  private float[] encode(Planes planes, LatentShape shape, NoiseStream noise, Interrupt interrupt) {
    Size size = planes.size;
    Tensor fed = Tensor.floats(planes.values, 1, 3, size.height(), size.width());
    float[] given =
        network
            .runAndShrink(Tensors.of(input, fed), Set.of(output), interrupt)
            .get(output)
            .floats();
    float[] encoded = given;
    if (given.length == 2 * shape.count()) {
      draws = true;
      encoded = sample(given, noise.next(shape.count()));
    } else if (given.length != shape.count()) {
      throw new IllegalStateException(
          "%s: output '%s' has %d numbers, expected %d"
              .formatted(network.contract().file(), output, given.length, shape.count()));
    }
    float[] scaled = new float[encoded.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (encoded[i] - (float) latents.shift()) * (float) latents.scale();
    }
    return scaled;
  }

  private static float[] sample(float[] parameters, float[] noise) {
    float[] drawn = new float[noise.length];
    for (int i = 0; i < drawn.length; i++) {
      float log = parameters[noise.length + i];
      float bounded = Math.min(Math.max(log, MIN_LOG_VARIANCE), MAX_LOG_VARIANCE);
      drawn[i] = parameters[i] + (float) Math.exp(0.5f * bounded) * noise[i];
    }
    return drawn;
  }
}

package org.imprimatur.generator.decode;

import java.util.Set;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.generator.denoise.LatentShape;
import org.imprimatur.generator.model.Latents;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;

/** The decoder of a variational autoencoder: finished latents to one picture. Thread-safe. */
public final class Decoder {
  private final Network network;
  private final Latents latents;
  private final String input;
  private final String output;

  public Decoder(Network network, Latents latents) {
    this.network = network;
    this.latents = latents;
    this.input = network.contract().soleInput(4).name();
    this.output = network.contract().firstOutput().name();
  }

  /**
   * Decodes one picture.
   *
   * @throws UnusablePicture if what comes out is no picture
   */
  public RasterImage decode(LatentShape shape, float[] finished, Interrupt interrupt) {
    Tensor sample = planes(shape, finished, interrupt);
    Size size = new Size((int) sample.side(3), (int) sample.side(2));
    return Pixels.fromPlanes(sample.floats(), size);
  }

  /** The decoded planes: one picture, three channels, height, width; colours from -1 to 1. */
  Tensor planes(LatentShape shape, float[] finished, Interrupt interrupt) {
    float[] values = new float[finished.length];
    float scale = (float) latents.scale();
    float shift = (float) latents.shift();
    for (int i = 0; i < values.length; i++) {
      values[i] = finished[i] / scale + shift;
    }
    Tensor fed = Tensor.floats(values, 1, shape.channels(), shape.height(), shape.width());
    Tensor sample =
        network.runAndShrink(Tensors.of(input, fed), Set.of(output), interrupt).get(output);
    if (sample.rank() != 4 || sample.side(1) != 3) {
      throw new UnusablePicture("the decoder gave " + sample + ", which is no picture");
    }
    return sample;
  }
}

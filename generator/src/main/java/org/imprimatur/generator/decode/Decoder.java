package org.imprimatur.generator.decode;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Set;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.generator.denoise.LatentShape;
import org.imprimatur.generator.model.Latents;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;

/**
 * The decoder of a variational autoencoder: finished latents to one picture, which is decoded in
 * tiles where it is large. Thread-safe.
 */
public final class Decoder {
  private final Network network;
  private final Latents latents;
  private final int tileSide;
  private final String input;
  private final String output;

  /**
   * Wraps a loaded graph.
   *
   * @param tilePixels the longest side of what is decoded at once
   */
  public Decoder(Network network, Latents latents, int tilePixels) {
    this.network = network;
    this.latents = latents;
    this.tileSide = Math.max(1, tilePixels / latents.pixelsPerPlace());
    this.input = network.contract().soleInput(4).name();
    this.output = network.contract().firstOutput().name();
  }

  /**
   * Decodes one picture.
   *
   * @throws UnusablePicture if what comes out is no picture
   */
  public RasterImage decode(LatentShape shape, float[] finished, Interrupt interrupt) {
    if (shape.height() > tileSide || shape.width() > tileSide) {
      return tiled(shape, finished, interrupt);
    }
    return network.readAndShrink(
        fed(shape, finished), output, interrupt, (planes, sides) -> whole(planes, sides));
  }

  /** The decoded planes: one picture, three channels, height, width; colours from -1 to 1. */
  Tensor planes(LatentShape shape, float[] finished, Interrupt interrupt) {
    Tensor sample =
        network.runAndShrink(fed(shape, finished), Set.of(output), interrupt).get(output);
    refuseUnlessPicture(sample.shape());
    return sample;
  }

  private RasterImage tiled(LatentShape shape, float[] finished, Interrupt interrupt) {
    Tiling rows = Tiling.of(shape.height(), tileSide);
    Tiling columns = Tiling.of(shape.width(), tileSide);
    Mosaic mosaic = new Mosaic(rows, columns, latents.pixelsPerPlace());
    for (int row = 0; row < rows.count(); row++) {
      for (int column = 0; column < columns.count(); column++) {
        LatentShape tile = new LatentShape(shape.channels(), rows.length(), columns.length());
        float[] part = cut(shape, finished, rows.start(row), columns.start(column), tile);
        Mosaic.Spot spot = new Mosaic.Spot(row, column);
        network.readAndShrink(
            fed(tile, part),
            output,
            interrupt,
            (planes, sides) -> {
              refuseUnlessPicture(sides);
              return mosaic.add(spot, planes);
            });
      }
    }
    return Pixels.fromPlanes(mosaic.planes(), mosaic.size());
  }

  private static float[] cut(LatentShape shape, float[] all, int top, int left, LatentShape tile) {
    float[] part = new float[tile.count()];
    int at = 0;
    for (int channel = 0; channel < tile.channels(); channel++) {
      for (int y = top; y < top + tile.height(); y++) {
        int from = channel * shape.places() + y * shape.width() + left;
        System.arraycopy(all, from, part, at, tile.width());
        at += tile.width();
      }
    }
    return part;
  }

  private Tensors fed(LatentShape shape, float[] finished) {
    float[] values = new float[finished.length];
    float scale = (float) latents.scale();
    float shift = (float) latents.shift();
    for (int i = 0; i < values.length; i++) {
      values[i] = finished[i] / scale + shift;
    }
    return Tensors.of(
        input, Tensor.floats(values, 1, shape.channels(), shape.height(), shape.width()));
  }

  private static RasterImage whole(FloatBuffer planes, long[] sides) {
    refuseUnlessPicture(sides);
    return Pixels.fromPlanes(planes, new Size((int) sides[3], (int) sides[2]));
  }

  private static void refuseUnlessPicture(long[] sides) {
    if (sides.length != 4 || sides[1] != 3) {
      throw new UnusablePicture(
          "the decoder gave numbers of shape %s, which is no picture"
              .formatted(Arrays.toString(sides)));
    }
  }
}

package org.imprimatur.generator.decode;

import java.nio.FloatBuffer;
import org.imprimatur.api.Size;

/** A picture that is put together from tiles, which fade into each other. One thread. */
final class Mosaic {
  private final Tiling rows;
  private final Tiling columns;
  private final int pixelsPerPlace;
  private final Size size;
  private final float[] planes;

  /** Where a tile lies, counted in tiles from the top left. */
  record Spot(int row, int column) {}

  Mosaic(Tiling rows, Tiling columns, int pixelsPerPlace) {
    this.rows = rows;
    this.columns = columns;
    this.pixelsPerPlace = pixelsPerPlace;
    this.size = new Size(columns.side() * pixelsPerPlace, rows.side() * pixelsPerPlace);
    this.planes = new float[Math.toIntExact(3 * size.pixels())];
  }

  Size size() {
    return size;
  }

  /** Adds three planes of one tile. */
  Mosaic add(Spot spot, FloatBuffer tile) {
    float[] down = rows.weights(spot.row, pixelsPerPlace);
    float[] across = columns.weights(spot.column, pixelsPerPlace);
    int top = rows.start(spot.row) * pixelsPerPlace;
    int left = columns.start(spot.column) * pixelsPerPlace;
    float[] line = new float[across.length];
    for (int plane = 0; plane < 3; plane++) {
      for (int y = 0; y < down.length; y++) {
        tile.get((plane * down.length + y) * line.length, line);
        int at = (plane * size.height() + top + y) * size.width() + left;
        for (int x = 0; x < line.length; x++) {
          planes[at + x] += down[y] * across[x] * line[x];
        }
      }
    }
    return this;
  }

  /** The three planes of the whole. */
  FloatBuffer planes() {
    return FloatBuffer.wrap(planes);
  }
}

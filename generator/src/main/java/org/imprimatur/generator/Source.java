package org.imprimatur.generator;

import java.util.Optional;
import org.imprimatur.api.Basis;
import org.imprimatur.api.RasterImage;

/**
 * The picture that another one starts from.
 *
 * @param strength from 0 (keep the picture) to 1 (keep nothing of it)
 */
record Source(RasterImage image, double strength) {
  /** The picture in {@code basis}, where there is one. */
  static Optional<Source> of(Basis basis) {
    if (basis instanceof Basis.Upload upload) {
      return Optional.of(new Source(upload.image(), upload.strength()));
    }
    if (basis instanceof Basis.Revision revision) {
      return Optional.of(new Source(revision.image(), revision.strength()));
    }
    return Optional.empty();
  }

  /** The first step that is walked of {@code steps}, as diffusers counts it. */
  int firstStep(int steps) {
    return steps - Math.min((int) (steps * strength), steps);
  }
}

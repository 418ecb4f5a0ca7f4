package org.imprimatur.generator;

import java.util.Optional;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Change;
import org.imprimatur.api.Mask;
import org.imprimatur.api.RasterImage;

/** The picture that another one starts from. */
record Source(RasterImage image, Change change) {
  /** The picture in {@code basis}, where there is one. */
  static Optional<Source> of(Basis basis) {
    if (basis instanceof Basis.Upload upload) {
      return Optional.of(new Source(upload.image(), upload.change()));
    }
    if (basis instanceof Basis.Revision revision) {
      return Optional.of(new Source(revision.image(), revision.change()));
    }
    return Optional.empty();
  }

  /** Where it may be changed, unless everywhere. */
  Optional<Mask> mask() {
    return change.region() instanceof Change.Region.Masked masked
        ? Optional.of(masked.mask())
        : Optional.empty();
  }

  /**
   * The first step that is walked of {@code steps}, as diffusers counts it.
   *
   * @param earlier whether a start between two steps means the earlier one
   */
  int firstStep(int steps, boolean earlier) {
    double walked = Math.min(steps * change.strength(), steps);
    return earlier ? (int) (steps - walked) : steps - (int) walked;
  }
}

package org.imprimatur.api.spi;

import org.imprimatur.api.Origin;
import org.imprimatur.api.RasterImage;

/** A detector of pictures; its findings have the origin of the picture that it was given. */
public interface ImageDetector extends Detector<ImageDetector.Subject> {
  /**
   * A picture and where it comes from.
   *
   * @param tenant for whom it is looked at, so that a detector can look for the people whom this
   *     tenant protects; empty where it is looked at for nobody
   */
  record Subject(RasterImage image, Origin origin, String tenant) {
    public Subject(RasterImage image, Origin origin) {
      this(image, origin, "");
    }
  }
}

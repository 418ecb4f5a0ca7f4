package org.imprimatur.api.spi;

/** A detector of pictures; its findings have the origin of the picture that it was given. */
public interface ImageDetector extends Detector<ImageDetector.Subject> {
  /** A picture and where it comes from. */
  record Subject(org.imprimatur.api.RasterImage image, org.imprimatur.api.Origin origin) {}
}

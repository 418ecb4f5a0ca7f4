package org.imprimatur.api;

import java.util.Optional;

/** What a picture starts from. */
public sealed interface Basis {
  /** Noise alone: text to image. */
  record Nothing() implements Basis {}

  /**
   * An image that the caller sent.
   *
   * @param file as it was sent, so that its content credentials can be judged; nothing else of it
   *     is used
   * @param fileName as the caller named it; moderated like any other text
   */
  record Upload(RasterImage image, Optional<EncodedImage> file, String fileName, Change change)
      implements Basis {
    public Upload {
      checkMask(image, change);
    }

    /** To be changed everywhere. */
    public Upload(
        RasterImage image, Optional<EncodedImage> file, String fileName, double strength) {
      this(image, file, fileName, Change.by(strength));
    }

    /** An image that never was a file, to be changed everywhere. */
    public Upload(RasterImage image, String fileName, double strength) {
      this(image, Optional.empty(), fileName, Change.by(strength));
    }

    public double strength() {
      return change.strength();
    }
  }

  /**
   * An image that this gate released before to the same tenant, to be changed by feedback.
   *
   * @param parentRequest the request id of the image's own release
   * @param credentials the released file, whose manifest becomes the ingredient
   */
  record Revision(String parentRequest, RasterImage image, EncodedImage credentials, Change change)
      implements Basis {
    public Revision {
      checkMask(image, change);
    }

    /** To be changed everywhere. */
    public Revision(
        String parentRequest, RasterImage image, EncodedImage credentials, double strength) {
      this(parentRequest, image, credentials, Change.by(strength));
    }

    public double strength() {
      return change.strength();
    }
  }

  private static void checkMask(RasterImage image, Change change) {
    if (change.region() instanceof Change.Region.Masked masked
        && !masked.mask().size().equals(image.size())) {
      throw new InvalidRequest(
          "mask", "is %s, the image is %s".formatted(masked.mask().size(), image.size()));
    }
  }
}

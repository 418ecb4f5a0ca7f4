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
   * @param strength from 0 (keep the image) to 1 (keep nothing of it)
   */
  record Upload(RasterImage image, Optional<EncodedImage> file, String fileName, double strength)
      implements Basis {
    public Upload {
      checkStrength(strength);
    }

    /** An image that never was a file. */
    public Upload(RasterImage image, String fileName, double strength) {
      this(image, Optional.empty(), fileName, strength);
    }
  }

  /**
   * An image that this gate released before to the same tenant, to be changed by feedback.
   *
   * @param parentRequest the request id of the image's own release
   * @param credentials the released file, whose manifest becomes the ingredient
   * @param strength from 0 (keep the image) to 1 (keep nothing of it)
   */
  record Revision(
      String parentRequest, RasterImage image, EncodedImage credentials, double strength)
      implements Basis {
    public Revision {
      checkStrength(strength);
    }
  }

  private static void checkStrength(double strength) {
    if (!(strength >= 0 && strength <= 1)) {
      throw new InvalidRequest("strength", "lies between 0 and 1");
    }
  }
}

package org.imprimatur.api;

/** The kind of file that a picture is handed out as. */
public sealed interface OutputFormat {
  /** Lossless; what is used unless the caller says otherwise. */
  OutputFormat PNG = new Png();

  String mediaType();

  /** PNG: exactly the pixels that were classified. */
  record Png() implements OutputFormat {
    @Override
    public String mediaType() {
      return EncodedImage.PNG;
    }
  }

  /** WebP in its lossless form: exactly the pixels that were classified. */
  record Webp() implements OutputFormat {
    @Override
    public String mediaType() {
      return EncodedImage.WEBP;
    }
  }

  /**
   * JPEG: smaller, with the losses of its quality.
   *
   * @param quality from {@value #LEAST_QUALITY} to 100; below, the picture would no longer look
   *     like the one that was classified
   */
  record Jpeg(int quality) implements OutputFormat {
    public static final int LEAST_QUALITY = 50;

    public Jpeg {
      if (quality < LEAST_QUALITY || quality > 100) {
        throw new InvalidRequest(
            "output_compression", "lies between " + LEAST_QUALITY + " and 100 for JPEG");
      }
    }

    @Override
    public String mediaType() {
      return EncodedImage.JPEG;
    }
  }
}

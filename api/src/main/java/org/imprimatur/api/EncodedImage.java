package org.imprimatur.api;

/**
 * An image file in memory.
 *
 * @param mediaType for instance {@code image/png}
 */
public record EncodedImage(String mediaType, Bytes content) {
  public static final String PNG = "image/png";
  public static final String JPEG = "image/jpeg";
  public static final String WEBP = "image/webp";
}

package org.imprimatur.api;

/**
 * An image file in memory.
 *
 * @param mediaType for instance {@code image/png}
 */
public record EncodedImage(String mediaType, Bytes content) {
  public static final String PNG = "image/png";
}

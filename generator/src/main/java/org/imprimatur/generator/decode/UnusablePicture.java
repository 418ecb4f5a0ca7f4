package org.imprimatur.generator.decode;

/** A decoded picture that no caller should get: not a number somewhere, or one colour all over. */
public final class UnusablePicture extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusablePicture(String message) {
    super(message);
  }
}

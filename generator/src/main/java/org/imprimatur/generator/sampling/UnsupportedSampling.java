package org.imprimatur.generator.sampling;

/** A sampler, or settings of one, that a model cannot be walked with. */
public final class UnsupportedSampling extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsupportedSampling(String message) {
    super(message);
  }
}

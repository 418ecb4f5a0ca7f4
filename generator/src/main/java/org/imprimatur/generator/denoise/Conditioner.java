package org.imprimatur.generator.denoise;

import org.imprimatur.generator.network.Interrupt;

/** Turns texts into what a denoiser is told about them. Thread-safe. */
public interface Conditioner {
  /** What the picture should show. */
  Conditioning wanted(String text, Interrupt interrupt);

  /** What it should not show; may be empty. */
  Conditioning unwanted(String text, Interrupt interrupt);
}

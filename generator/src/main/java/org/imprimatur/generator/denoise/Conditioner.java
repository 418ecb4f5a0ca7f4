package org.imprimatur.generator.denoise;

import org.imprimatur.generator.network.Interrupt;

/** Turns texts into what a denoiser is told about them. Thread-safe. */
public interface Conditioner {
  /** What the picture should show. */
  Conditioning wanted(PromptText text, Interrupt interrupt);

  /** What it should not show; may be empty. */
  Conditioning unwanted(PromptText text, Interrupt interrupt);

  /** How many chunks {@code text} fills by itself. */
  default int chunks(String text) {
    return 1;
  }
}

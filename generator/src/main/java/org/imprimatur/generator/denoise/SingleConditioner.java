package org.imprimatur.generator.denoise;

import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Tensors;

/** Models with one text encoder: the finished hidden state of each token. */
public final class SingleConditioner implements Conditioner {
  private final TextEncoder encoder;

  public SingleConditioner(TextEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public Conditioning wanted(PromptText text, Interrupt interrupt) {
    return new Conditioning(
        Tensors.of(Conditioning.HIDDEN_STATES, encoder.states(text, interrupt)));
  }

  @Override
  public Conditioning unwanted(PromptText text, Interrupt interrupt) {
    return wanted(text, interrupt);
  }

  @Override
  public int chunks(String text) {
    return encoder.chunks(text);
  }
}

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
  public Conditioning wanted(String text, Interrupt interrupt) {
    return new Conditioning(
        Tensors.of(Conditioning.HIDDEN_STATES, encoder.states(text, interrupt)));
  }

  @Override
  public Conditioning unwanted(String text, Interrupt interrupt) {
    return wanted(text, interrupt);
  }
}

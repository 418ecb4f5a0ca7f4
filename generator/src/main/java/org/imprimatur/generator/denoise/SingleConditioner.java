package org.imprimatur.generator.denoise;

import java.util.Set;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;

/** Models with one text encoder: the finished hidden state of each token. */
public final class SingleConditioner implements Conditioner {
  private final TextEncoder encoder;
  private final String output;

  public SingleConditioner(TextEncoder encoder) {
    this.encoder = encoder;
    this.output = encoder.lastOutput();
  }

  @Override
  public Conditioning wanted(String text, Interrupt interrupt) {
    Tensor states = encoder.encode(text, Set.of(output), interrupt).get(output);
    return new Conditioning(
        Tensors.of(
            Conditioning.HIDDEN_STATES,
            Tensor.floats(states.floats(), states.side(1), states.side(2))));
  }

  @Override
  public Conditioning unwanted(String text, Interrupt interrupt) {
    return wanted(text, interrupt);
  }
}

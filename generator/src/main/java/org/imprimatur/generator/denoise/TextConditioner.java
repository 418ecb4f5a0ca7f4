package org.imprimatur.generator.denoise;

import java.util.Set;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;
import org.imprimatur.generator.prompt.ClipTokenizer;

/** One CLIP text encoder and its tokenizer. Thread-safe. */
public final class TextConditioner {
  private static final String HIDDEN_STATES = "encoder_hidden_states";
  private static final String LAST = "last_hidden_state";

  private final ClipTokenizer tokenizer;
  private final Network network;
  private final String input;
  private final String output;

  public TextConditioner(ClipTokenizer tokenizer, Network network) {
    GraphContract contract = network.contract();
    this.tokenizer = tokenizer;
    this.network = network;
    this.input = contract.soleInput(2).name();
    this.output = contract.output(LAST).isPresent() ? LAST : contract.firstOutput().name();
  }

  /** What the denoiser is told about {@code text}: one hidden state a token. */
  public Conditioning condition(String text, Interrupt interrupt) {
    Tensor states = encode(text, Set.of(output), interrupt).get(output);
    return new Conditioning(
        Tensors.of(
            HIDDEN_STATES,
            Tensor.floats(
                states.floats(), states.side(states.rank() - 2), states.side(states.rank() - 1))));
  }

  private Tensors encode(String text, Set<String> outputs, Interrupt interrupt) {
    int[] ids = tokenizer.encode(text);
    long[] wide = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      wide[i] = ids[i];
    }
    return network.run(
        Tensors.of(input, Tensor.integers(wide, 1, wide.length)), outputs, interrupt);
  }
}

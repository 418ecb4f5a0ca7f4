package org.imprimatur.generator.denoise;

import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.model.TensorSpec;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;
import org.imprimatur.generator.prompt.ClipTokenizer;

/** One CLIP text encoder and its tokenizer. Thread-safe. */
public final class TextEncoder {
  private static final String LAST = "last_hidden_state";
  private static final String HIDDEN = "hidden_states.";
  private static final String PROJECTED = "text_embeds";

  private final ClipTokenizer tokenizer;
  private final Network network;
  private final String input;

  public TextEncoder(ClipTokenizer tokenizer, Network network) {
    this.tokenizer = tokenizer;
    this.network = network;
    this.input = network.contract().soleInput(2).name();
  }

  /** The name of the output with the finished hidden states. */
  String lastOutput() {
    GraphContract contract = network.contract();
    return contract.output(LAST).isPresent() ? LAST : contract.firstOutput().name();
  }

  /**
   * The name of the output with the hidden states before the last layer.
   *
   * @throws ConfigurationException if the graph does not give them
   */
  String penultimateOutput() {
    int count = 0;
    while (network.contract().output(HIDDEN + count).isPresent()) {
      count++;
    }
    if (count < 2) {
      throw missing(HIDDEN + "0 and on");
    }
    return HIDDEN + (count - 2);
  }

  /**
   * The name of the output with one vector for the whole text.
   *
   * @throws ConfigurationException if the graph does not give it
   */
  String projectedOutput() {
    Optional<TensorSpec> output = network.contract().output(PROJECTED);
    return output.map(TensorSpec::name).orElseThrow(() -> missing(PROJECTED));
  }

  /** The outputs for one text, still with a batch of one. */
  Tensors encode(String text, Set<String> outputs, Interrupt interrupt) {
    int[] ids = tokenizer.encode(text);
    long[] wide = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      wide[i] = ids[i];
    }
    return network.run(
        Tensors.of(input, Tensor.integers(wide, 1, wide.length)), outputs, interrupt);
  }

  private ConfigurationException missing(String output) {
    return new ConfigurationException(
        "%s: has no output '%s', which this family of models needs; export it with all hidden states"
            .formatted(network.contract().file(), output));
  }
}

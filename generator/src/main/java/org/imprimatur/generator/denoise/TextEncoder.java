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
import org.imprimatur.generator.prompt.PromptTokenizer;

/** One text encoder, CLIP or T5, and its tokenizer. Thread-safe. */
public final class TextEncoder {
  private static final String LAST = "last_hidden_state";
  private static final String HIDDEN = "hidden_states.";
  private static final String PROJECTED = "text_embeds";
  private static final String POOLED = "pooler_output";

  private final PromptTokenizer tokenizer;
  private final Network network;
  private final String input;

  public TextEncoder(PromptTokenizer tokenizer, Network network) {
    this.tokenizer = tokenizer;
    this.network = network;
    this.input = network.contract().soleInput(2).name();
  }

  /** The name of the output with the finished hidden states. */
  private String lastOutput() {
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
   * The name of the output with one vector for the whole text, projected for pictures.
   *
   * @throws ConfigurationException if the graph does not give it
   */
  String projectedOutput() {
    return required(PROJECTED);
  }

  /**
   * The name of the output with one vector for the whole text, as it is.
   *
   * @throws ConfigurationException if the graph does not give it
   */
  String pooledOutput() {
    return required(POOLED);
  }

  private String required(String name) {
    Optional<TensorSpec> output = network.contract().output(name);
    return output.map(TensorSpec::name).orElseThrow(() -> missing(name));
  }

  /** The finished hidden states of one text: tokens, numbers. */
  Tensor states(String text, Interrupt interrupt) {
    String output = lastOutput();
    Tensor states = encode(text, Set.of(output), interrupt).get(output);
    return Tensor.floats(states.floats(), states.side(1), states.side(2));
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
        "%s: has no output '%s', which this family of models needs; export the model with optimum"
            .formatted(network.contract().file(), output));
  }
}

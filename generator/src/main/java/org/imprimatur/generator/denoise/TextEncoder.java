package org.imprimatur.generator.denoise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.model.PromptReading;
import org.imprimatur.generator.model.TensorSpec;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;
import org.imprimatur.generator.prompt.ClipTokenizer;
import org.imprimatur.generator.prompt.PromptTokenizer;

/** One text encoder, CLIP or T5, and its tokenizer. Thread-safe. */
public final class TextEncoder {
  private static final String LAST = "last_hidden_state";
  private static final String HIDDEN = "hidden_states.";
  private static final String PROJECTED = "text_embeds";
  private static final String POOLED = "pooler_output";

  /** As good as any text whose tokens differ. */
  private static final String MANY_WORDS =
      "a lighthouse on a green hill above the blue sea, two boats and a red house, at dusk in winter";

  private final Function<PromptText, List<Chunk>> cutter;
  private final Network network;
  private final String input;
  private final int clipSkip;
  private Optional<LastNorm> norm = Optional.empty();

  /** An encoder that reads as much of a text as fits, once. */
  public TextEncoder(PromptTokenizer tokenizer, Network network) {
    this(text -> List.of(Chunk.even(tokenizer.encode(text.text()))), network, 0);
  }

  /** An encoder of the kind of CLIP that reads texts as the model's folder asks for. */
  public TextEncoder(ClipTokenizer tokenizer, PromptReading reading, Network network) {
    this(text -> Chunk.cut(text, tokenizer, reading), network, reading.clipSkip());
  }

  private TextEncoder(Function<PromptText, List<Chunk>> cutter, Network network, int clipSkip) {
    this.cutter = cutter;
    this.network = network;
    this.input = network.contract().soleInput(2).name();
    this.clipSkip = clipSkip;
  }

  /** How many chunks {@code text} fills. */
  int chunks(String text) {
    return cutter.apply(PromptText.of(text)).size();
  }

  /** The name of the output with the finished hidden states. */
  private String lastOutput() {
    GraphContract contract = network.contract();
    return contract.output(LAST).isPresent() ? LAST : contract.firstOutput().name();
  }

  /**
   * The name of the output with the hidden states before the last layer, or before as many more as
   * are skipped.
   *
   * @throws ConfigurationException if the graph does not give them
   */
  String penultimateOutput() {
    return hiddenOutput(1 + clipSkip);
  }

  /** The name of the output with the hidden states so many layers before the last one's. */
  private String hiddenOutput(int layersBefore) {
    int count = 0;
    while (network.contract().output(HIDDEN + count).isPresent()) {
      count++;
    }
    if (count < 2) {
      throw missing(HIDDEN + "0 and on");
    }
    if (count - 1 - layersBefore < 0) {
      throw new ConfigurationException(
          "%s: has %d layers, so that clip-skip %d leaves none"
              .formatted(network.contract().file(), count - 1, clipSkip));
    }
    return HIDDEN + (count - 1 - layersBefore);
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
  Tensor states(PromptText text, Interrupt interrupt) {
    String output = clipSkip == 0 ? lastOutput() : hiddenOutput(clipSkip);
    UnaryOperator<Tensor> finish =
        clipSkip == 0 ? UnaryOperator.identity() : norm(interrupt)::finished;
    Tensor states = encode(text, Set.of(output), finish, interrupt).get(output);
    return Tensor.floats(states.floats(), states.side(1), states.side(2));
  }

  /**
   * The outputs for one text, still with a batch of one: of several chunks, the states of their
   * tokens one after another, and the first one's vector for the whole text.
   */
  Tensors encode(PromptText text, Set<String> outputs, Interrupt interrupt) {
    return encode(text, outputs, UnaryOperator.identity(), interrupt);
  }

  private Tensors encode(
      PromptText text, Set<String> outputs, UnaryOperator<Tensor> finish, Interrupt interrupt) {
    List<Chunk> chunks = cutter.apply(text);
    List<Tensors> read =
        chunks.stream().map(chunk -> run(chunk.ids(), outputs, interrupt)).toList();
    Map<String, Tensor> joined = new LinkedHashMap<>();
    for (String output : outputs) {
      Tensor first = read.get(0).get(output);
      joined.put(output, first.rank() < 3 ? first : joined(output, chunks, read, finish));
    }
    return new Tensors(joined);
  }

  private static Tensor joined(
      String output, List<Chunk> chunks, List<Tensors> read, UnaryOperator<Tensor> finish) {
    List<Tensor> states = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      states.add(Weighing.weighed(finish.apply(read.get(i).get(output)), chunks.get(i)));
    }
    return states.size() == 1 ? states.get(0) : Weighing.inARow(states);
  }

  private Tensors run(int[] ids, Set<String> outputs, Interrupt interrupt) {
    long[] wide = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      wide[i] = ids[i];
    }
    return network.runAndShrink(
        Tensors.of(input, Tensor.integers(wide, 1, wide.length)), outputs, interrupt);
  }

  /** Found at the first text that needs it. */
  private synchronized LastNorm norm(Interrupt interrupt) {
    if (norm.isEmpty()) {
      String before = hiddenOutput(0);
      String after = lastOutput();
      int[] ids = cutter.apply(PromptText.of(MANY_WORDS)).get(0).ids();
      Tensors states = run(ids, Set.of(before, after), interrupt);
      try {
        norm = Optional.of(LastNorm.between(states.get(before), states.get(after)));
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(
            "%s: %s, so that clip-skip cannot be used with it"
                .formatted(network.contract().file(), e.getMessage()),
            e);
      }
    }
    return norm.get();
  }

  private ConfigurationException missing(String output) {
    return new ConfigurationException(
        "%s: has no output '%s', which this family of models needs; export the model with optimum"
            .formatted(network.contract().file(), output));
  }
}

package org.imprimatur.generator.denoise;

import java.util.Map;
import java.util.Set;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;

/**
 * Models with two text encoders (Podell et al. 2023, section 2.1): the hidden states before the
 * last layer of both, side by side, and the second's vector for the whole text.
 */
public final class DualConditioner implements Conditioner {
  private static final String TEXT = "text_embeds";

  private final TextEncoder first;
  private final TextEncoder second;
  private final boolean emptyIsZero;

  /**
   * Joins two encoders.
   *
   * @param emptyIsZero whether an empty negative prompt stands for zeros instead of being encoded
   */
  public DualConditioner(TextEncoder first, TextEncoder second, boolean emptyIsZero) {
    this.first = first;
    this.second = second;
    this.emptyIsZero = emptyIsZero;
  }

  @Override
  public Conditioning wanted(PromptText text, Interrupt interrupt) {
    String one = first.penultimateOutput();
    String two = second.penultimateOutput();
    String whole = second.projectedOutput();
    Tensor left = first.encode(text, Set.of(one), interrupt).get(one);
    Tensors right = second.encode(text, Set.of(two, whole), interrupt);
    float[] projected = right.get(whole).floats();
    return new Conditioning(
        new Tensors(
            Map.of(
                Conditioning.HIDDEN_STATES,
                sideBySide(left, right.get(two)),
                TEXT,
                Tensor.floats(projected, projected.length))));
  }

  @Override
  public Conditioning unwanted(PromptText text, Interrupt interrupt) {
    Conditioning encoded = wanted(text, interrupt);
    return text.text().isEmpty() && emptyIsZero ? encoded.zeroed() : encoded;
  }

  @Override
  public int chunks(String text) {
    return Math.max(first.chunks(text), second.chunks(text));
  }

  /** The hidden states of two encoders, token by token. */
  static Tensor sideBySide(Tensor left, Tensor right) {
    int tokens = (int) left.side(1);
    int leftWidth = (int) left.side(2);
    int rightWidth = (int) right.side(2);
    int width = leftWidth + rightWidth;
    float[] joined = new float[tokens * width];
    for (int token = 0; token < tokens; token++) {
      System.arraycopy(left.floats(), token * leftWidth, joined, token * width, leftWidth);
      System.arraycopy(
          right.floats(), token * rightWidth, joined, token * width + leftWidth, rightWidth);
    }
    return Tensor.floats(joined, tokens, width);
  }
}

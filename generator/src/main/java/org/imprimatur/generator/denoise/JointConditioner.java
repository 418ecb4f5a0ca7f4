package org.imprimatur.generator.denoise;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;

/**
 * Transformers that attend to texts and latents jointly (Esser et al. 2024, section 4): the hidden
 * states before the last layer of two CLIP encoders side by side, widened with zeros, then the
 * tokens of a third encoder. Without a third encoder zeros stand for its tokens, which the authors
 * foresaw. The vectors for the whole text follow each other.
 */
public final class JointConditioner implements Conditioner {
  /** How many tokens of the third encoder are fed, or zeros in their place. */
  public static final int THIRD_TOKENS = 256;

  private final TextEncoder first;
  private final TextEncoder second;
  private final Optional<TextEncoder> third;
  private final int width;

  /**
   * Joins two or three encoders.
   *
   * @param third gives hidden states that are {@code width} wide
   * @param width how wide the denoiser takes its hidden states
   */
  public JointConditioner(
      TextEncoder first, TextEncoder second, Optional<TextEncoder> third, int width) {
    this.first = first;
    this.second = second;
    this.third = third;
    this.width = width;
  }

  @Override
  public Conditioning wanted(PromptText text, Interrupt interrupt) {
    Tensors left = encoded(first, text, interrupt);
    Tensors right = encoded(second, text, interrupt);
    Tensor states =
        DualConditioner.sideBySide(
            left.get(first.penultimateOutput()), right.get(second.penultimateOutput()));
    return new Conditioning(
        new Tensors(
            Map.of(
                Conditioning.HIDDEN_STATES,
                continued(states, third(text, interrupt)),
                Conditioning.POOLED,
                joined(
                    left.get(first.projectedOutput()).floats(),
                    right.get(second.projectedOutput()).floats()))));
  }

  @Override
  public Conditioning unwanted(PromptText text, Interrupt interrupt) {
    return wanted(text, interrupt);
  }

  private static Tensors encoded(TextEncoder encoder, PromptText text, Interrupt interrupt) {
    return encoder.encode(
        text, Set.of(encoder.penultimateOutput(), encoder.projectedOutput()), interrupt);
  }

  private Tensor third(PromptText text, Interrupt interrupt) {
    Tensor states =
        third
            .map(encoder -> encoder.states(text, interrupt))
            .orElseGet(() -> Tensor.floats(new float[THIRD_TOKENS * width], THIRD_TOKENS, width));
    if (states.side(1) != width) {
      throw new IllegalStateException(
          "the third text encoder gives %d numbers a token, the denoiser takes %d"
              .formatted(states.side(1), width));
    }
    return states;
  }

  /** The tokens of CLIP, widened with zeros, and those of the third encoder after them. */
  private Tensor continued(Tensor states, Tensor more) {
    int tokens = (int) states.side(0);
    int narrow = (int) states.side(1);
    if (narrow > width) {
      throw new IllegalStateException(
          "the text encoders give %d numbers a token, the denoiser takes %d"
              .formatted(narrow, width));
    }
    int all = tokens + (int) more.side(0);
    float[] wide = new float[all * width];
    for (int token = 0; token < tokens; token++) {
      System.arraycopy(states.floats(), token * narrow, wide, token * width, narrow);
    }
    System.arraycopy(more.floats(), 0, wide, tokens * width, more.floats().length);
    return Tensor.floats(wide, all, width);
  }

  private static Tensor joined(float[] left, float[] right) {
    float[] joined = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, joined, left.length, right.length);
    return Tensor.floats(joined, joined.length);
  }
}

package org.imprimatur.generator.denoise;

import java.util.Map;
import java.util.Set;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;

/**
 * Transformers of the family of FLUX: the hidden states of T5 for each token, and CLIP's vector for
 * the whole text.
 */
public final class FluxConditioner implements Conditioner {
  private final TextEncoder clip;
  private final TextEncoder t5;

  public FluxConditioner(TextEncoder clip, TextEncoder t5) {
    this.clip = clip;
    this.t5 = t5;
  }

  @Override
  public Conditioning wanted(PromptText text, Interrupt interrupt) {
    String output = clip.pooledOutput();
    float[] pooled = clip.encode(text, Set.of(output), interrupt).get(output).floats();
    return new Conditioning(
        new Tensors(
            Map.of(
                Conditioning.HIDDEN_STATES,
                t5.states(text, interrupt),
                Conditioning.POOLED,
                Tensor.floats(pooled, pooled.length))));
  }

  @Override
  public Conditioning unwanted(PromptText text, Interrupt interrupt) {
    return wanted(text, interrupt);
  }
}

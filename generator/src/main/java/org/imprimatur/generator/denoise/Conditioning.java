package org.imprimatur.generator.denoise;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;

/**
 * What a denoiser is told besides latents and timestep: one tensor an input, without the batch
 * dimension. Immutable.
 */
public record Conditioning(Tensors inputs) {
  /** The input that carries one hidden state a token. */
  static final String HIDDEN_STATES = "encoder_hidden_states";

  /** The input of transformers that carries one vector for the whole text. */
  static final String POOLED = "pooled_projections";

  /** This and one input more. */
  public Conditioning with(String name, Tensor tensor) {
    Map<String, Tensor> more = new LinkedHashMap<>(inputs.byName());
    more.put(name, tensor);
    return new Conditioning(new Tensors(more));
  }

  /** Tensors of the same shapes, filled with zeros. */
  Conditioning zeroed() {
    Map<String, Tensor> zeros = new LinkedHashMap<>();
    inputs
        .byName()
        .forEach(
            (name, tensor) ->
                zeros.put(name, Tensor.floats(new float[tensor.floats().length], tensor.shape())));
    return new Conditioning(new Tensors(zeros));
  }

  /** Whether every input has the shape that it has there; prompts differ in length. */
  boolean hasShapesOf(Conditioning other) {
    return inputs.byName().entrySet().stream()
        .allMatch(
            input ->
                Arrays.equals(input.getValue().shape(), other.inputs.get(input.getKey()).shape()));
  }

  /** How much memory the tensors take. */
  long bytes() {
    return inputs.byName().values().stream().mapToLong(tensor -> 4L * tensor.floats().length).sum();
  }
}

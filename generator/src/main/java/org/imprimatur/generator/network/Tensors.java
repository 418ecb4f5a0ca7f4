package org.imprimatur.generator.network;

import java.util.Map;

/** Tensors by the name of an input or output. Immutable. */
public record Tensors(Map<String, Tensor> byName) {
  public Tensors {
    byName = Map.copyOf(byName);
  }

  public static Tensors of(String name, Tensor tensor) {
    return new Tensors(Map.of(name, tensor));
  }

  /** The tensor called {@code name}, which is there. */
  public Tensor get(String name) {
    Tensor tensor = byName.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no tensor '" + name + "' among " + byName.keySet());
    }
    return tensor;
  }
}

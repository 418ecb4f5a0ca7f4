package org.imprimatur.generator.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;

/**
 * What a graph asks for and gives, as its file declares it.
 *
 * @param externalFiles where its weights lie beside the graph, as written in the graph
 */
public record GraphContract(
    Path file, List<TensorSpec> inputs, List<TensorSpec> outputs, List<String> externalFiles) {
  public GraphContract {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    externalFiles = List.copyOf(externalFiles);
  }

  /** Whether it takes or gives half precision; what it does inside is not looked at. */
  public boolean isInHalfPrecision() {
    return Stream.concat(inputs.stream(), outputs.stream())
        .anyMatch(spec -> spec.type() == ElementType.FLOAT16);
  }

  public Optional<TensorSpec> input(String name) {
    return inputs.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }

  public Optional<TensorSpec> output(String name) {
    return outputs.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }

  /**
   * The input called {@code name}.
   *
   * @throws ConfigurationException naming file, input and what the graph has instead
   */
  public TensorSpec requireInput(String name, int rank) {
    TensorSpec spec =
        input(name)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "%s: has no input '%s'; its inputs are %s; export the model with optimum"
                            .formatted(file, name, inputs)));
    if (spec.rank() != rank) {
      throw new ConfigurationException(
          "%s: input '%s' has rank %d, expected %d; export the model with optimum"
              .formatted(file, name, spec.rank(), rank));
    }
    spec.type().requireUsable(file + ": input '" + name + "'");
    return spec;
  }

  /** The only input, whatever its name. */
  public TensorSpec soleInput(int rank) {
    if (inputs.size() != 1) {
      throw new ConfigurationException(
          "%s: has %d inputs %s, expected one".formatted(file, inputs.size(), inputs));
    }
    return requireInput(inputs.get(0).name(), rank);
  }

  /** The first output, whatever its name. */
  public TensorSpec firstOutput() {
    if (outputs.isEmpty()) {
      throw new ConfigurationException(file + ": has no output; export the model again");
    }
    return outputs.get(0);
  }

  /**
   * Refuses a graph that asks for more than {@code known}.
   *
   * @throws ConfigurationException naming file and input
   */
  public void requireNoInputsBut(List<String> known) {
    for (TensorSpec spec : inputs) {
      if (!known.contains(spec.name())) {
        throw new ConfigurationException(
            "%s: input '%s' is not understood; understood are %s"
                .formatted(file, spec.name(), known));
      }
    }
  }
}

package org.imprimatur.generator.network;

import java.nio.FloatBuffer;
import java.util.Set;
import org.imprimatur.generator.model.GraphContract;

/**
 * A loaded graph.
 *
 * <p>Promises:
 *
 * <ol>
 *   <li>Thread-safe: any number of threads may run it at once.
 *   <li>Numbers are converted to and from the element types of the contract.
 *   <li>A run whose interrupt is raised ends within milliseconds with {@link RunInterrupted}.
 *   <li>Any other failure is a {@link NetworkFailure}.
 * </ol>
 */
public interface Network extends AutoCloseable {
  GraphContract contract();

  /** Feeds every input and returns the {@code outputs} asked for. */
  Tensors run(Tensors inputs, Set<String> outputs, Interrupt interrupt);

  /** As {@link #run}, then gives memory that is no longer needed back to the system. */
  Tensors runAndShrink(Tensors inputs, Set<String> outputs, Interrupt interrupt);

  /**
   * As {@link #runAndShrink}, for one large output that need not be copied: {@code reader} sees it
   * where it lies.
   */
  <T> T readAndShrink(Tensors inputs, String output, Interrupt interrupt, Reader<T> reader);

  /** Makes something of an output. */
  @FunctionalInterface
  interface Reader<T> {
    /** The numbers are another run's as soon as this returns. */
    T read(FloatBuffer numbers, long[] shape);
  }

  @Override
  void close();
}

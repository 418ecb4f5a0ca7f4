package org.imprimatur.policies.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import org.imprimatur.policies.yaml.Place;

/**
 * A compiled expression that is true or false of a request. Immutable and thread-safe.
 *
 * @param reads what it reads of that which detectors found
 */
public record Condition(Place place, Reads reads, Program program) {
  /** The compiled form; opaque to the rest of the module. */
  public static final class Program {
    private final CelRuntime.Program compiled;

    Program(CelRuntime.Program compiled) {
      this.compiled = compiled;
    }

    private boolean run(Map<String, ?> variables) throws CelEvaluationException {
      return Boolean.TRUE.equals(compiled.eval(variables));
    }
  }

  /**
   * Whether the condition holds.
   *
   * @throws IllegalStateException if it cannot be told, for instance for a division by zero
   */
  public boolean holds(Map<String, ?> variables) {
    try {
      return program.run(variables);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("the condition at " + place + " has no value", e);
    }
  }
}

package org.imprimatur.routes;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Passage;

/** What an endpoint {@code imprimatur:<step>} does with the body of a message. */
enum GateStep {
  ADMIT(Submission.class),
  MODERATE(Passage.class),
  GENERATE(Passage.class),
  CLASSIFY(Passage.class),
  SIGN(Passage.class),
  RELEASE(Passage.class);

  private final Class<?> takes;

  GateStep(Class<?> takes) {
    this.takes = takes;
  }

  static GateStep of(String name) {
    return Stream.of(values())
        .filter(step -> step.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "imprimatur:%s is no step; the steps are %s".formatted(name, labels())));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The body of the next message: a {@link Passage} or, at the end, an {@link Answer}. */
  Object take(Gate gate, Object body) {
    if (!takes.isInstance(body)) {
      throw new IllegalArgumentException(
          "imprimatur:%s takes a body of type %s, not %s"
              .formatted(label(), takes.getSimpleName(), body.getClass().getName()));
    }
    return switch (this) {
      case ADMIT -> gate.admit((Submission) body);
      case MODERATE -> gate.moderate(passage(body));
      case GENERATE -> gate.generate(passage(body));
      case CLASSIFY -> gate.classify(passage(body));
      case SIGN -> gate.sign(passage(body));
      case RELEASE -> gate.release(GateStep.<Object>passage(body));
    };
  }

  /** A route is untyped; {@link Passage#through} checks the value that each step takes. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T> Passage<T> passage(Object body) {
    return (Passage<T>) body;
  }

  private static String labels() {
    return Stream.of(values()).map(GateStep::label).collect(Collectors.joining(", "));
  }
}

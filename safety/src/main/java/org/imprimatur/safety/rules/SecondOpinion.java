package org.imprimatur.safety.rules;

import java.util.OptionalDouble;
import org.imprimatur.api.ModerationText;

/** How harmful a field looks to something that reads whole sentences. Thread-safe. */
@FunctionalInterface
public interface SecondOpinion {
  /** No opinion on anything. */
  SecondOpinion NONE = field -> OptionalDouble.empty();

  /** From 0 to 1, the highest of all harms; empty where the field cannot be judged. */
  OptionalDouble of(ModerationText.Field field);
}

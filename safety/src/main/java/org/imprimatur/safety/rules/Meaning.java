package org.imprimatur.safety.rules;

import org.imprimatur.api.Category;

/** What a term of a word list stands for. */
public sealed interface Meaning {
  /** The term names or shows a harm, with this much certainty (0 to 1). */
  record Harm(Category category, double severity) implements Meaning {}

  /** The term takes a part in rules over several terms. */
  record Part(Role role) implements Meaning {}

  /** The phrase is harmless whatever terms it holds. */
  record Harmless() implements Meaning {}

  /** The parts that terms play in rules over several terms. */
  enum Role {
    /** Someone under age. */
    MINOR,
    /** Someone identifiable without being named: "my neighbour", "the president". */
    IDENTIFIABLE,
    /** Signs of a picture that could pass for authentic: "photo", "footage". */
    AUTHENTIC,
    /** A situation that would compromise a real person. */
    COMPROMISING
  }
}

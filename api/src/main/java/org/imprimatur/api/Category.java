package org.imprimatur.api;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a detector measures: a kind of harm, or a property of a text or picture that a policy may
 * rule on. The set is open, because a policy may name categories of its own; an id is lower-case
 * words joined by underscores.
 */
public record Category(String id) implements Comparable<Category> {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  public static final Category SEXUAL = new Category("sexual");
  public static final Category SEXUAL_MINORS = new Category("sexual_minors");
  public static final Category SEXUAL_VIOLENCE = new Category("sexual_violence");
  public static final Category VIOLENCE = new Category("violence");
  public static final Category GORE = new Category("gore");
  public static final Category HATE = new Category("hate");
  public static final Category HARASSMENT = new Category("harassment");
  public static final Category SELF_HARM = new Category("self_harm");
  public static final Category WEAPONS = new Category("weapons");
  public static final Category ILLEGAL_ACTIVITY = new Category("illegal_activity");
  public static final Category REAL_PERSON = new Category("real_person");
  public static final Category PRIVACY_DOCUMENT = new Category("privacy_document");
  public static final Category IP = new Category("ip");
  public static final Category DECEPTION = new Category("deception");

  /** Intimate depiction of an identifiable person, or a likeness that could pass as authentic. */
  public static final Category DEEPFAKE = new Category("deepfake");

  /** A human face is visible. */
  public static final Category FACE = new Category("face");

  /** The text tries to steer the gate or the model instead of describing a picture. */
  public static final Category INJECTION = new Category("injection");

  /** The text hides or disguises characters. */
  public static final Category OBFUSCATION = new Category("obfuscation");

  /** The text is in a language that no installed detector moderates. */
  public static final Category UNSUPPORTED_LANGUAGE = new Category("unsupported_language");

  /** The text speaks of somebody under age. A property: only the policy's age rule judges it. */
  public static final Category MINOR = new Category("minor");

  private static final String LANGUAGE = "language_";

  /** The fourteen harm categories that detectors of text are measured against. */
  public static final List<Category> HARMS =
      List.of(
          SEXUAL,
          SEXUAL_MINORS,
          SEXUAL_VIOLENCE,
          VIOLENCE,
          GORE,
          HATE,
          HARASSMENT,
          SELF_HARM,
          WEAPONS,
          ILLEGAL_ACTIVITY,
          REAL_PERSON,
          PRIVACY_DOCUMENT,
          IP,
          DECEPTION);

  /** A picture shows somebody whom the tenant protects. */
  public static final Category IDENTITY = new Category("identity");

  /** A picture shows somebody whom the tenant protects and whose recorded consent holds. */
  public static final Category CONSENTED_IDENTITY = new Category("consented_identity");

  public Category {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "not a category id (lower-case words joined by underscores): " + id);
    }
  }

  /**
   * The text is in the language with this code. A property: only the policy's languages judge it.
   *
   * @param code two letters after ISO 639-1
   */
  public static Category language(String code) {
    return new Category(LANGUAGE + code);
  }

  /** The code of the language that this category stands for. */
  public Optional<String> asLanguage() {
    return id.startsWith(LANGUAGE)
        ? Optional.of(id.substring(LANGUAGE.length()))
        : Optional.empty();
  }

  /** Whether this is no harm in itself, so that usual thresholds say nothing about it. */
  public boolean isProperty() {
    return equals(MINOR) || equals(CONSENTED_IDENTITY) || asLanguage().isPresent();
  }

  @Override
  public int compareTo(Category other) {
    return id.compareTo(other.id);
  }

  @Override
  public String toString() {
    return id;
  }
}

package org.imprimatur.policies;

import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** The public texts of verdicts in the languages that there are, English where there is none. */
final class Wording {
  /** The languages that have texts of their own. */
  static final List<String> LANGUAGES = List.of("en", "de");

  private static final ResourceBundle.Control EXACT =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  private Wording() {}

  /**
   * The text of {@code key}.
   *
   * @param values for the places in the text, as {@link String#format} takes them
   */
  static String text(String language, String key, Object... values) {
    ResourceBundle texts =
        ResourceBundle.getBundle(
            "org.imprimatur.policies.texts",
            new Locale(language),
            Wording.class.getClassLoader(),
            EXACT);
    try {
      return String.format(Locale.ROOT, texts.getString(key), values);
    } catch (MissingResourceException e) {
      throw new IllegalStateException("there is no public text for " + key, e);
    }
  }
}

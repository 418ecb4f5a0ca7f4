package org.imprimatur.gateway.http;

import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import org.imprimatur.api.Category;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.Refusal;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.StepName;

/**
 * Refusals in the caller's language. English texts come with the refusal; in another language the
 * policy's own texts do, and the rest is said by its stable code.
 */
final class PublicTexts {
  private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);
  private static final ResourceBundle.Control EXACT =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  private PublicTexts() {}

  /**
   * The language that an {@code Accept-Language} header asks for; English where it cannot be had.
   */
  static String language(String header) {
    try {
      Locale best = header.isBlank() ? null : Locale.lookup(LanguageRange.parse(header), LANGUAGES);
      return best == null ? Circumstances.USUAL_LANGUAGE : best.getLanguage();
    } catch (IllegalArgumentException notALanguageRange) {
      return Circumstances.USUAL_LANGUAGE;
    }
  }

  /** What a caller reads of a refusal. */
  static String of(Refusal refusal, String language) {
    String text =
        language.equals(Circumstances.USUAL_LANGUAGE) ? refusal.text() : other(refusal, language);
    return refusal.code() == RefusalCode.MODERATION_BLOCKED
        ? text(language, "refused").formatted(text)
        : text;
  }

  private static String other(Refusal refusal, String language) {
    if (!refusal.categories().isEmpty()) {
      return refusal.categories().stream()
          .map(category -> category(category, language))
          .collect(Collectors.joining(", "));
    }
    boolean byPolicy =
        refusal.step() == StepName.ADMIT || refusal.code() == RefusalCode.MODERATION_BLOCKED;
    return byPolicy ? refusal.text() : text(language, "code." + refusal.code().code());
  }

  /** A category of the policy's own is shown by its id. */
  private static String category(Category category, String language) {
    ResourceBundle texts = texts(language);
    String key = "category." + category.id();
    return texts.containsKey(key) ? texts.getString(key) : category.id();
  }

  private static String text(String language, String key) {
    return texts(language).getString(key);
  }

  private static ResourceBundle texts(String language) {
    return ResourceBundle.getBundle(
        "org.imprimatur.gateway.http.texts",
        new Locale(language),
        PublicTexts.class.getClassLoader(),
        EXACT);
  }
}

package org.imprimatur.api;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What surrounds a request besides its content, fixed when it enters.
 *
 * @param language in which the caller wants to be answered, a two-letter code
 * @param consent where the consent of the people to be shown is kept, as the caller says
 */
public record Circumstances(
    History history, String language, Optional<BreakGlass> emergency, Optional<String> consent) {
  /** The language where the caller names none. */
  public static final String USUAL_LANGUAGE = Locale.ENGLISH.getLanguage();

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{2,127}");

  /** No history, no emergency, no consent, the usual language. */
  public static final Circumstances NONE =
      new Circumstances(History.NONE, USUAL_LANGUAGE, Optional.empty(), Optional.empty());

  public Circumstances {
    if (!LANGUAGE.matcher(language).matches()) {
      throw new InvalidRequest("language", "is a code of two letters such as en");
    }
    if (consent.isPresent() && !REFERENCE.matcher(consent.get()).matches()) {
      throw new InvalidRequest("consent", "is a reference such as CONSENT-2026-17");
    }
  }

  public Circumstances with(History other) {
    return new Circumstances(other, language, emergency, consent);
  }

  public Circumstances inLanguage(String other) {
    return new Circumstances(history, other, emergency, consent);
  }

  public Circumstances withConsent(String reference) {
    return new Circumstances(history, language, emergency, Optional.of(reference));
  }

  public Circumstances with(BreakGlass declared) {
    return new Circumstances(history, language, Optional.of(declared), consent);
  }
}

package org.imprimatur.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WordingTest {
  @Test
  void everyLanguageHasEveryTextWithTheSamePlaces() {
    ResourceBundle english = texts("en");
    for (String language : Wording.LANGUAGES) {
      ResourceBundle other = texts(language);
      assertThat(keys(other)).isEqualTo(keys(english));
      for (String key : english.keySet()) {
        assertThat(places(other.getString(key))).as(key).isEqualTo(places(english.getString(key)));
      }
    }
  }

  @Test
  void anotherLanguageGetsEnglish() {
    assertThat(Wording.text("fr", "rule", "wide")).isEqualTo("rule wide");
    assertThat(Wording.text("de", "rule", "wide")).isEqualTo("Regel wide");
  }

  private static Set<String> keys(ResourceBundle texts) {
    return new TreeSet<>(texts.keySet());
  }

  private static Set<String> places(String text) {
    Set<String> places = new TreeSet<>();
    java.util.regex.Matcher matcher =
        java.util.regex.Pattern.compile("%[^a-z]*[a-z]").matcher(text);
    while (matcher.find()) {
      places.add(matcher.group());
    }
    return places;
  }

  private static ResourceBundle texts(String language) {
    return ResourceBundle.getBundle(
        "org.imprimatur.policies.texts",
        new Locale(language),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }
}

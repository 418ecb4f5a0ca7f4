package org.imprimatur.policies.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.imprimatur.policies.yaml.Node;

/**
 * A public text that a policy gives, in one language or several.
 *
 * @param byLanguage by a code of two letters; under "en" where the file names no language
 */
public record Message(SortedMap<String, String> byLanguage) {
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
  private static final String USUAL = "en";

  public Message {
    byLanguage = Collections.unmodifiableSortedMap(new TreeMap<>(byLanguage));
  }

  static Message read(Node node) {
    SortedMap<String, String> texts = new TreeMap<>();
    if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        if (!LANGUAGE.matcher(entry.key().text()).matches()) {
          throw entry
              .key()
              .place()
              .error("this is not a language", "Write a code of two letters such as en or de.");
        }
        texts.put(entry.key().text(), Keys.text(entry.value()));
      }
    } else {
      texts.put(USUAL, Keys.text(node));
    }
    return new Message(texts);
  }

  /** The text in {@code language}, else in English, else in the first language there is. */
  public Optional<String> in(String language) {
    String text = byLanguage.getOrDefault(language, byLanguage.get(USUAL));
    return text != null ? Optional.of(text) : byLanguage.values().stream().findFirst();
  }
}

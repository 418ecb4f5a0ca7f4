package org.imprimatur.generator.prompt;

import java.util.List;
import org.imprimatur.generator.model.JsonFile;
import org.imprimatur.generator.model.ModelFolder;

/** What the folder of a tokenizer says about its marks and its length. Immutable. */
record SpecialTokens(JsonFile special, JsonFile config) {
  static SpecialTokens read(ModelFolder folder, String component) {
    return new SpecialTokens(
        folder.jsonIfPresent(component + "/special_tokens_map.json"),
        folder.jsonIfPresent(component + "/tokenizer_config.json"));
  }

  /** A mark is written as a text or as an object with its text under {@code content}. */
  String mark(String key, String otherwise) {
    for (JsonFile file : List.of(special, config)) {
      List<String> plain = file.texts(key);
      if (!plain.isEmpty()) {
        return plain.get(0);
      }
      if (file.has(key)) {
        return file.object(key).text("content").orElse(otherwise);
      }
    }
    return otherwise;
  }

  /** The most ids that the encoder was made for; transformers writes 1e30 where it knows none. */
  double length(double otherwise) {
    return config.number("model_max_length", otherwise);
  }
}

package org.imprimatur.generator.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.model.JsonFile;
import org.imprimatur.generator.model.ModelFolder;

/**
 * The tokenizer of T5 text encoders (Raffel et al. 2020, section 3.3.1), as the {@code
 * tokenizer.json} of a folder describes it.
 *
 * <p>One deliberate difference from Hugging Face's tokenizers: marks such as {@code </s>} inside a
 * prompt are read as ordinary text, so that a prompt cannot end itself. Immutable, thread-safe.
 */
public final class T5Tokenizer implements PromptTokenizer {
  private static final String FILE = "/tokenizer.json";

  private final T5Text text;
  private final Unigram pieces;
  private final List<Integer> end;
  private final int padding;
  private final int length;

  private T5Tokenizer(JsonFile file, Map<String, Integer> marks, String padding, int length) {
    this.text = T5Text.read(file);
    this.pieces = Unigram.read(file.object("model"), marks.keySet());
    this.end = end(file.object("post_processor"));
    Integer id = marks.get(padding);
    if (id == null) {
      throw new ConfigurationException(
          "%s: key 'added_tokens' has no '%s', which texts are padded with; save the tokenizer again"
              .formatted(file.path(), padding));
    }
    this.padding = id;
    this.length = length;
    if (length <= end.size()) {
      throw new ConfigurationException(
          "%s: texts of %d ids leave no room beside the end mark".formatted(file.path(), length));
    }
  }

  /**
   * Reads the tokenizer in the folder {@code component} of a model.
   *
   * @param most the most ids that the model should be given; fewer where the folder was made for
   *     fewer
   * @throws ConfigurationException naming the file, what in it is not supported, and what is
   */
  public static T5Tokenizer load(ModelFolder folder, String component, int most) {
    if (!folder.has(component + FILE)) {
      throw new ConfigurationException(
          folder.file(component + FILE)
              + ": is missing; a T5 tokenizer is read from this file, which"
              + " T5TokenizerFast.from_pretrained(folder).save_pretrained(folder) writes");
    }
    JsonFile file = folder.json(component + FILE);
    SpecialTokens told = SpecialTokens.read(folder, component);
    int length = (int) Math.min(most, told.length(most));
    return new T5Tokenizer(file, marks(file), told.mark("pad_token", "<pad>"), length);
  }

  /** How many ids {@link #encode} returns. */
  public int length() {
    return length;
  }

  /** As many ids of the text as fit, end mark, padding: {@link #length} ids. */
  @Override
  public int[] encode(String prompt) {
    List<Integer> ids = pieces(prompt);
    int kept = Math.min(ids.size(), length - end.size());
    int[] framed = new int[length];
    Arrays.fill(framed, padding);
    int at = 0;
    for (int id : ids.subList(0, kept)) {
      framed[at++] = id;
    }
    for (int id : end) {
      framed[at++] = id;
    }
    return framed;
  }

  /** The ids of the text alone, however many. */
  public List<Integer> pieces(String prompt) {
    List<Integer> ids = new ArrayList<>();
    for (String word : text.words(prompt)) {
      ids.addAll(pieces.encode(word));
    }
    return ids;
  }

  /** Words that a file adds beside its model would cut texts in another way. */
  private static Map<String, Integer> marks(JsonFile file) {
    Map<String, Integer> marks = new HashMap<>();
    for (JsonFile token : file.objects("added_tokens")) {
      String content = token.text("content").orElse("");
      if (!token.flag("special", false)) {
        throw new ConfigurationException(
            "%s: added token '%s' is not special; supported are special ones alone"
                .formatted(file.path(), content));
      }
      marks.put(content, token.integer("id", -1));
    }
    return marks;
  }

  /** The marks after a text; T5 has none before it. */
  private static List<Integer> end(JsonFile processor) {
    String type = processor.text("type").orElse("none");
    List<JsonFile> parts = processor.objects("single");
    boolean opens = !parts.isEmpty() && parts.get(0).has("Sequence");
    if (!type.equals("TemplateProcessing") || !opens) {
      throw new ConfigurationException(
          "%s: its post_processor is of the type %s with %d parts; supported is TemplateProcessing of"
                  .formatted(processor.path(), type, parts.size())
              + " a text and the marks after it");
    }
    List<Integer> end = new ArrayList<>();
    for (JsonFile part : parts.subList(1, parts.size())) {
      String mark = part.object("SpecialToken").text("id").orElse("");
      List<Double> ids = processor.object("special_tokens").object(mark).numbers("ids");
      if (ids.isEmpty()) {
        throw new ConfigurationException(
            "%s: its post_processor has no ids for '%s'; save the tokenizer again"
                .formatted(processor.path(), mark));
      }
      ids.forEach(id -> end.add(id.intValue()));
    }
    return List.copyOf(end);
  }
}

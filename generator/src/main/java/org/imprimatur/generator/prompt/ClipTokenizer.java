package org.imprimatur.generator.prompt;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imprimatur.generator.model.ModelFolder;

/**
 * The tokenizer of CLIP text encoders, with the rules of Hugging Face's tokenizers: NFC, runs of
 * white space to one blank, lower case by code point, split into words, byte-level byte-pair
 * encoding (Sennrich et al., 2016) with end-of-word marks.
 *
 * <p>One deliberate difference: marks such as {@code <|endoftext|>} inside a prompt are read as
 * ordinary text, so that a prompt cannot end itself. Where ordinary text pads, such as the {@code
 * !} of Stable Diffusion 2, that text stands for itself in a prompt, as it does there. Immutable,
 * thread-safe.
 */
public final class ClipTokenizer implements PromptTokenizer {
  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final int DOTTED_I = 0x130;

  private final ClipVocabulary vocabulary;

  private ClipTokenizer(ClipVocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** Reads the tokenizer in the folder {@code component} of a model. */
  public static ClipTokenizer load(ModelFolder folder, String component) {
    return new ClipTokenizer(ClipVocabulary.load(folder, component));
  }

  /** How many ids {@link #encode} returns. */
  public int length() {
    return vocabulary.length();
  }

  /** Start mark, as many ids of the text as fit, end mark, padding: {@link #length} ids. */
  @Override
  public int[] encode(String text) {
    List<Integer> words = words(text);
    return frame(words.subList(0, Math.min(words.size(), length() - 2)));
  }

  /** The ids of the text alone, however many. */
  public List<Integer> words(String text) {
    List<Integer> ids = new ArrayList<>();
    String padding = vocabulary.paddingText();
    int from = 0;
    if (!padding.isEmpty()) {
      for (int at = text.indexOf(padding); at >= 0; at = text.indexOf(padding, from)) {
        addWords(text.substring(from, at), ids);
        ids.add(vocabulary.paddingId());
        from = at + padding.length();
      }
    }
    addWords(text.substring(from), ids);
    return ids;
  }

  private void addWords(String text, List<Integer> ids) {
    Matcher matcher = WORD.matcher(normalize(text));
    while (matcher.find()) {
      ids.addAll(vocabulary.encodeWord(matcher.group()));
    }
  }

  /** Puts up to {@code length() - 2} ids between the marks and pads them. */
  public int[] frame(List<Integer> words) {
    int[] ids = new int[length()];
    int at = 0;
    ids[at++] = vocabulary.startId();
    for (int id : words) {
      ids[at++] = id;
    }
    ids[at++] = vocabulary.endId();
    while (at < ids.length) {
      ids[at++] = vocabulary.paddingId();
    }
    return ids;
  }

  private static String normalize(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    String spaced = SPACE.matcher(composed).replaceAll(" ");
    StringBuilder lower = new StringBuilder(spaced.length());
    spaced
        .codePoints()
        .forEach(
            point -> {
              if (point == DOTTED_I) {
                lower.append("i\u0307");
              } else {
                lower.appendCodePoint(Character.toLowerCase(point));
              }
            });
    return lower.toString();
  }
}

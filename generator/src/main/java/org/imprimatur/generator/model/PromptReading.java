package org.imprimatur.generator.model;

import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.ConfigurationException;

/**
 * How the prompts of a model are read beyond what its tokenizer does, as its folder asks for it.
 * Immutable.
 *
 * @param weights whether marks such as {@code (word:1.2)} weigh parts of a prompt
 * @param chunks how many chunks of tokens a prompt may fill, each as long as the encoder reads
 * @param clipSkip how many of the last layers of the text encoders are left out
 * @param guidanceRescale the share, from 0 to 1, in which a guided answer gets back the deviation
 *     of the wanted one (Lin et al. 2023, section 3.4)
 */
public record PromptReading(boolean weights, int chunks, int clipSkip, double guidanceRescale) {
  /** Prompts as they are: no marks, one chunk, every layer, guidance as it comes. */
  public static final PromptReading PLAIN = new PromptReading(false, 1, 0, 0);

  private static final String KEY = "prompts";
  private static final String CHUNKS = "chunks";
  private static final String CLIP_SKIP = "clip-skip";
  private static final String RESCALE = "guidance-rescale";
  private static final List<String> KEYS = List.of("weights", CHUNKS, CLIP_SKIP, RESCALE);
  private static final int MOST_CHUNKS = 16;
  private static final int MOST_LAYERS = 64;

  /**
   * Reads the card of a folder.
   *
   * @throws ConfigurationException naming file and key where the model cannot be read so
   */
  static PromptReading read(JsonFile card, Family family, GraphContract denoiser) {
    JsonFile asked = card.object(KEY);
    List<String> unknown = new ArrayList<>(asked.keys());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw wrong(card, unknown.get(0), "is not known; known are " + String.join(", ", KEYS));
    }
    PromptReading reading =
        new PromptReading(
            asked.flag("weights", false),
            (int) between(asked, CHUNKS, asked.integer(CHUNKS, 1), 1, MOST_CHUNKS),
            (int) between(asked, CLIP_SKIP, asked.integer(CLIP_SKIP, 0), 0, MOST_LAYERS),
            between(asked, RESCALE, asked.number(RESCALE, 0), 0, 1));
    reading.demandFitting(card, family, denoiser);
    return reading;
  }

  private void demandFitting(JsonFile card, Family family, GraphContract denoiser) {
    boolean clipAlone = family == Family.STABLE_DIFFUSION || family == Family.STABLE_DIFFUSION_XL;
    if (!clipAlone && (weights || chunks > 1 || clipSkip > 0)) {
      throw wrong(
          card,
          weights ? "weights" : chunks > 1 ? CHUNKS : CLIP_SKIP,
          "is for models whose texts CLIP alone reads; this one is " + family);
    }
    boolean oneLength =
        denoiser.input("encoder_hidden_states").filter(states -> states.isFixed(1)).isPresent();
    if (chunks > 1 && oneLength) {
      throw wrong(
          card,
          CHUNKS,
          "needs a denoiser that takes any number of tokens, but %s takes one number; export it with a dynamic axis"
              .formatted(denoiser.file()));
    }
  }

  private static double between(JsonFile file, String key, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw wrong(file, key, "must lie between %.0f and %.0f".formatted(low, high));
    }
    return value;
  }

  private static ConfigurationException wrong(JsonFile file, String key, String what) {
    return new ConfigurationException("%s: %s.%s %s".formatted(file.path(), KEY, key, what));
  }
}

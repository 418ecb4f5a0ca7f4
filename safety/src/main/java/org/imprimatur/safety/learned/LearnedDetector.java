package org.imprimatur.safety.learned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.imprimatur.api.Category;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.Origin;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.safety.Detailed;
import org.imprimatur.safety.Scores;
import org.imprimatur.safety.text.Canonicaliser;
import org.imprimatur.safety.text.View;
import org.imprimatur.safety.text.Vocabulary;

/**
 * The built-in classifier over every readable reading, sentence and sliding window of every field;
 * the highest score of each category counts. Trained on English prompts. Thread-safe.
 */
public final class LearnedDetector implements PromptDetector, Detailed {
  private static final int WINDOW = 48;
  private static final int SHORTEST_SENTENCE = 4;
  private static final double READABLE_SHARE = 0.5;
  private static final Pattern FILE_ENDING =
      Pattern.compile("(?i)\\.(?:png|jpe?g|webp|gif|bmp|tiff?)\\b");

  private final Canonicaliser canonicaliser;
  private final Vocabulary vocabulary;
  private final TextModel model;
  private final Calibration calibration;
  private final DetectorId id;

  /**
   * Uses the model in the jar.
   *
   * @param vocabulary tells readings that are text from those that are noise
   */
  public LearnedDetector(Canonicaliser canonicaliser, Vocabulary vocabulary) {
    this.canonicaliser = canonicaliser;
    this.vocabulary = vocabulary;
    this.calibration = Calibration.builtIn();
    this.model = Calibration.model(calibration.categories().size() + 1);
    this.id = new DetectorId("imprimatur-text-classifier", calibration.version());
  }

  @Override
  public DetectorId id() {
    return id;
  }

  @Override
  public Set<Category> measures() {
    return calibration.categories().stream().collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public List<Finding> examine(ModerationText subject) {
    Scores scores = new Scores(measures());
    measure(subject, scores);
    return scores.findings(Origin.PROMPT, id);
  }

  @Override
  public List<Finding> inDetail(ModerationText subject) {
    Scores scores = Scores.inDetail(measures());
    measure(subject, scores);
    return scores.details(Origin.PROMPT, id);
  }

  /** How harmful a field looks (0 to 1), of whatever category; empty if it says too little. */
  public OptionalDouble harm(ModerationText.Field field) {
    Scores scores = new Scores(measures());
    boolean judged = measure(field, new HashMap<>(), scores);
    return judged ? OptionalDouble.of(scores.highest()) : OptionalDouble.empty();
  }

  private void measure(ModerationText subject, Scores scores) {
    Map<String, float[]> known = new HashMap<>();
    subject.fields().forEach(field -> measure(field, known, scores));
  }

  /** Whether anything in the field could be judged. */
  private boolean measure(ModerationText.Field field, Map<String, float[]> known, Scores scores) {
    Set<List<String>> seen = new HashSet<>();
    boolean judged = false;
    for (View view : readable(canonicaliser.read(words(field)).views())) {
      Sentences sentences = Sentences.of(view.text());
      if (seen.add(sentences.words()) && says(view, sentences)) {
        examine(sentences, field.name() + "/" + view.name(), known, scores);
        judged = true;
      }
    }
    return judged;
  }

  /** Views that are mostly known words, or the one that is most so. */
  private List<View> readable(List<View> views) {
    Map<View, Double> shares = new LinkedHashMap<>();
    views.forEach(v -> shares.put(v, vocabulary.share(v.text().toLowerCase(Locale.ROOT))));
    double highest = Collections.max(shares.values());
    double least = Math.min(READABLE_SHARE, highest);
    return views.stream().filter(view -> shares.getOrDefault(view, 0.0) >= least).toList();
  }

  /** The text without endings of image files, which say nothing of the picture. */
  private static String words(ModerationText.Field field) {
    return FILE_ENDING.matcher(field.text()).replaceAll("");
  }

  /** Whether there is anything to judge: a known word, or at least a phrase of unknown ones. */
  private boolean says(View view, Sentences sentences) {
    return sentences.words().size() >= SHORTEST_SENTENCE
        || vocabulary.share(view.text().toLowerCase(Locale.ROOT)) > 0;
  }

  private void examine(
      Sentences sentences, String lookedAt, Map<String, float[]> known, Scores scores) {
    float[][] words = new float[sentences.words().size()][];
    for (int i = 0; i < words.length; i++) {
      words[i] =
          known.computeIfAbsent(
              sentences.words().get(i), w -> model.word(TextFeatures.pieces(w, model.rows())));
    }
    for (Span span : spans(sentences)) {
      float[] outputs = model.window(Arrays.copyOfRange(words, span.start(), span.end()));
      double[] chances = calibration.chances(outputs);
      for (int i = 0; i < chances.length; i++) {
        scores.raise(calibration.categories().get(i), chances[i], lookedAt + span.of(words.length));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted");
      }
    }
  }

  /** Words from {@code start} to before {@code end}. */
  private record Span(int start, int end) {
    /** Which words these are, if not all of {@code count}. */
    String of(int count) {
      return end - start == count ? "" : " words %d-%d".formatted(start + 1, end);
    }
  }

  /** Half-overlapping windows over everything, and each sentence that is worth one. */
  private static Set<Span> spans(Sentences sentences) {
    Set<Span> spans = new HashSet<>();
    int count = sentences.words().size();
    for (int start = 0; start < count - WINDOW; start += WINDOW / 2) {
      spans.add(new Span(start, start + WINDOW));
    }
    if (count > 0) {
      spans.add(new Span(Math.max(0, count - WINDOW), count));
    }
    int start = 0;
    for (int end : sentences.ends()) {
      if (end - start >= SHORTEST_SENTENCE && end - start <= WINDOW) {
        spans.add(new Span(start, end));
      }
      start = end;
    }
    return spans;
  }

  /**
   * A text's words and where its sentences end among them.
   *
   * @param ends for each sentence the number of words up to its end
   */
  private record Sentences(List<String> words, List<Integer> ends) {
    static Sentences of(String text) {
      List<String> words = new ArrayList<>();
      List<Integer> ends = new ArrayList<>();
      for (String sentence : text.split("[.!?\\n]+", -1)) {
        words.addAll(TextFeatures.words(sentence));
        ends.add(words.size());
      }
      return new Sentences(List.copyOf(words), List.copyOf(ends));
    }
  }
}

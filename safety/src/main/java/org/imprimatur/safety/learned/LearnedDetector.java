package org.imprimatur.safety.learned;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
import org.imprimatur.safety.text.ReadableViews;
import org.imprimatur.safety.text.View;
import org.imprimatur.safety.text.Vocabulary;

/**
 * The built-in classifier over every readable reading, sentence and sliding window of every field;
 * the highest score of each category counts. Trained on English prompts. Thread-safe.
 */
public final class LearnedDetector implements PromptDetector, Detailed {
  private static final int WINDOW = 48;
  private static final int SHORTEST_SENTENCE = 4;
  private static final Pattern FILE_ENDING =
      Pattern.compile("(?i)\\.(?:png|jpe?g|webp|gif|bmp|tiff?)\\b");

  /** Not the dots of numbers. */
  private static final Pattern SENTENCE_END =
      Pattern.compile("(?<![0-9])[.!?\\n]+|[.!?\\n]+(?![0-9])");

  private final ReadableViews readable;
  private final Vocabulary vocabulary;
  private final TextModel model;
  private final Calibration calibration;
  private final DetectorId id;

  /**
   * Of each field that is under way, known by its identity and as long as it lives: those who ask
   * for a second opinion and the detector itself share one look, and nobody else ever sees it.
   */
  private final Cache<ModerationText.Field, Judgement> looks =
      Caffeine.newBuilder().weakKeys().build();

  /**
   * Uses the model in the jar.
   *
   * @param vocabulary tells readings that are text from those that are noise
   */
  public LearnedDetector(Canonicaliser canonicaliser, Vocabulary vocabulary) {
    this.readable = new ReadableViews(canonicaliser, vocabulary);
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
    subject.fields().forEach(field -> look(field).raise(scores));
    return scores.findings(Origin.PROMPT, id);
  }

  @Override
  public List<Finding> inDetail(ModerationText subject) {
    Scores scores = Scores.inDetail(measures());
    subject.fields().forEach(field -> look(field).raise(scores));
    return scores.details(Origin.PROMPT, id);
  }

  /** How harmful a field looks (0 to 1), of whatever category; empty if it says too little. */
  public OptionalDouble harm(ModerationText.Field field) {
    return look(field).highest();
  }

  private Judgement look(ModerationText.Field field) {
    return looks.get(field, this::judged);
  }

  /**
   * What a field came to.
   *
   * @param windows none if nothing in the field could be judged
   */
  private record Judgement(List<Window> windows) {
    Judgement {
      windows = List.copyOf(windows);
    }

    void raise(Scores scores) {
      windows.forEach(
          window ->
              window
                  .chances()
                  .forEach(
                      (category, chance) -> scores.raise(category, chance, window.lookedAt())));
    }

    OptionalDouble highest() {
      return windows.stream()
          .flatMap(window -> window.chances().values().stream())
          .mapToDouble(Double::doubleValue)
          .max();
    }
  }

  /** The chances of a window. */
  private record Window(String lookedAt, Map<Category, Double> chances) {}

  private Judgement judged(ModerationText.Field field) {
    Memory memory = new Memory();
    List<Window> windows = new ArrayList<>();
    Set<List<String>> seen = new HashSet<>();
    for (View view : readable.of(words(field))) {
      Sentences sentences = Sentences.of(view.text());
      if (seen.add(sentences.words()) && says(view, sentences)) {
        windows.addAll(windows(sentences, field.name() + "/" + view.name(), memory));
      }
    }
    return new Judgement(windows);
  }

  /** The text without endings of image files, which say nothing of the picture. */
  private static String words(ModerationText.Field field) {
    return FILE_ENDING.matcher(field.text()).replaceAll("");
  }

  /** Whether there is anything to judge: a phrase, or a few words with a known one among them. */
  private boolean says(View view, Sentences sentences) {
    int words = sentences.words().size();
    return words >= SHORTEST_SENTENCE
        || (words > 1 && vocabulary.share(view.text().toLowerCase(Locale.ROOT)) > 0);
  }

  private List<Window> windows(Sentences sentences, String lookedAt, Memory memory) {
    List<Window> windows = new ArrayList<>();
    List<String> words = sentences.words();
    for (Span span : spans(sentences)) {
      List<String> window = words.subList(span.start(), span.end());
      if (!memory.windows().add(List.copyOf(window))) {
        continue;
      }
      double[] chances = calibration.chances(model.window(vectors(window, memory)));
      Map<Category, Double> byCategory = new HashMap<>();
      for (int i = 0; i < chances.length; i++) {
        byCategory.put(calibration.categories().get(i), chances[i]);
      }
      windows.add(new Window(lookedAt + span.of(words.size()), byCategory));
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted");
      }
    }
    return windows;
  }

  private float[][] vectors(List<String> window, Memory memory) {
    float[][] vectors = new float[window.size()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] =
          memory
              .words()
              .computeIfAbsent(
                  window.get(i), w -> model.word(TextFeatures.pieces(w, model.rows())));
    }
    return vectors;
  }

  /** What was looked at already, while one field is measured: vectors of words, and windows. */
  private record Memory(Map<String, float[]> words, Set<List<String>> windows) {
    Memory() {
      this(new HashMap<>(), new HashSet<>());
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
      for (String sentence : SENTENCE_END.split(text, -1)) {
        words.addAll(TextFeatures.words(sentence));
        ends.add(words.size());
      }
      return new Sentences(List.copyOf(words), List.copyOf(ends));
    }
  }
}

package org.imprimatur.safety.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.Origin;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.safety.gate.GatePack;
import org.imprimatur.safety.gate.KnownFaces;
import org.imprimatur.safety.gate.TextPack;
import org.imprimatur.safety.text.ReadableViews;
import org.imprimatur.safety.text.View;

/**
 * A text pack at work: every readable reading and half-overlapping window of every field, the
 * highest score of each category. A number that is no score makes the category unavailable.
 * Thread-safe while open.
 */
public final class OnnxTextDetector implements PromptDetector, AutoCloseable {
  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";
  private static final Set<String> INPUTS = Set.of(IDS, MASK, TYPES);
  private static final double ROUNDING = 1e-3;

  private final TextPack pack;
  private final ReadableViews readable;
  private final OnnxModel model;

  /**
   * Opens the pack's model and puts it to the pack's self-test.
   *
   * @throws ConfigurationException if the model does not fit the manifest or fails the self-test
   */
  public OnnxTextDetector(TextPack pack, ReadableViews readable) {
    this.pack = pack;
    this.readable = readable;
    this.model = new OnnxModel(pack.model());
    try {
      fits();
      pack.selfTests().forEach(this::passes);
    } catch (RuntimeException e) {
      close();
      throw e instanceof ConfigurationException
          ? e
          : new ConfigurationException(
              "%s fails its self-test: %s; it is not used".formatted(id(), e.getMessage()), e);
    }
  }

  /** The pack that is at work. */
  public TextPack pack() {
    return pack;
  }

  @Override
  public DetectorId id() {
    return pack.id();
  }

  @Override
  public Set<Category> measures() {
    return pack.reading().categories();
  }

  @Override
  public List<Finding> examine(ModerationText subject) {
    SortedMap<Category, Finding> worst = new TreeMap<>();
    for (Category category : measures()) {
      worst.put(category, new Finding.Measured(Origin.PROMPT, category, id(), 0, "everything"));
    }
    Set<List<Integer>> seen = new HashSet<>();
    for (ModerationText.Field field : subject.fields()) {
      for (View view : readable.of(field.text())) {
        for (List<Integer> window : pack.tokenizer().windows(view.text(), pack.length())) {
          if (seen.add(window)) {
            raw(window)
                .forEach((c, raw) -> worst.merge(c, finding(c, raw, field, view), this::worse));
          }
        }
      }
    }
    return List.copyOf(worst.values());
  }

  private Map<Category, Double> raw(List<Integer> window) {
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("interrupted");
    }
    long[] ids = window.stream().mapToLong(Integer::longValue).toArray();
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    Map<String, long[]> rows =
        new HashMap<>(Map.of(IDS, ids, MASK, ones, TYPES, new long[ids.length]));
    rows.keySet().retainAll(model.inputs());
    String output = pack.reading().output();
    return pack.reading().raw(Map.of(output, model.run(rows, output)), KnownFaces.NONE);
  }

  private Finding finding(Category category, double raw, ModerationText.Field field, View view) {
    if (!(raw >= -ROUNDING && raw <= 1 + ROUNDING)) {
      return new Finding.Unavailable(
          Origin.PROMPT, category, id(), "the model's number is no score");
    }
    double bounded = Math.max(0, Math.min(1, raw));
    double score =
        pack.curves().containsKey(category) ? pack.curves().get(category).score(bounded) : bounded;
    return new Finding.Measured(
        Origin.PROMPT, category, id(), score, field.name() + "/" + view.name());
  }

  /** What is unavailable is worse than any score; of equals the first stays. */
  private Finding worse(Finding first, Finding second) {
    if (!(first instanceof Finding.Measured a)) {
      return first;
    }
    return second instanceof Finding.Measured b && b.score() <= a.score() ? first : second;
  }

  private void fits() {
    if (!INPUTS.containsAll(model.inputs()) || !model.inputs().contains(IDS)) {
      throw new ConfigurationException(
          "%s takes %s; a text model takes %s"
              .formatted(id(), new TreeSet<>(model.inputs()), new TreeSet<>(INPUTS)));
    }
    if (!model.outputs().contains(pack.reading().output())) {
      throw new ConfigurationException(
          "%s has no output '%s'; it has %s"
              .formatted(id(), pack.reading().output(), new TreeSet<>(model.outputs())));
    }
  }

  private void passes(TextPack.SelfTest test) {
    Map<Category, Double> raw = raw(pack.tokenizer().windows(test.text(), pack.length()).get(0));
    for (Category category : measures()) {
      GatePack.Range range = test.expect().get(category);
      double value = raw.getOrDefault(category, Double.NaN);
      if (range == null || !range.holds(value)) {
        throw new ConfigurationException(
            "%s fails its self-test: %s is %.4f, expected is %s; it is not used"
                .formatted(id(), category, value, range == null ? "nothing" : range));
      }
    }
  }

  @Override
  public void close() {
    model.close();
  }
}

package org.imprimatur.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.imprimatur.api.Category;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.safety.BuiltInDetectors;
import org.imprimatur.safety.Disguising;

/**
 * How well the built-in prompt detectors tell harm from harmless text, on CSV files with the
 * columns {@code id,prompt,label,...} (label 1 harm, 0 harmless, empty unknown). Prints AUPRC,
 * AUROC, recall at 1 % false alarms and at the fixed line, what every disguise costs, and latency.
 *
 * <p>A text's score is the highest of all harm categories; likenesses and marks of companies do not
 * count, since policies only annotate them.
 *
 * <p>Run: {@code java ... SafetyEvaluation [--part test] FILE.csv ...}
 */
public final class SafetyEvaluation {
  private static final double LINE = 0.8;
  private static final int MOST_DISGUISED = 300;
  private static final Set<Category> NOT_HARM =
      Set.of(
          Category.REAL_PERSON,
          Category.IP,
          Category.INJECTION,
          Category.OBFUSCATION,
          Category.UNSUPPORTED_LANGUAGE);

  private final List<PromptDetector> detectors = BuiltInDetectors.prompts();
  private final List<Long> asWritten = new ArrayList<>();
  private final List<Long> disguised = new ArrayList<>();

  private SafetyEvaluation() {}

  /** Evaluates each file, or one part of its rows as the training recipe splits them. */
  public static void main(String[] arguments) throws IOException {
    List<String> files = new ArrayList<>(List.of(arguments));
    String part = "";
    if (files.size() > 1 && files.get(0).equals("--part")) {
      part = files.get(1);
      files = files.subList(2, files.size());
    }
    SafetyEvaluation evaluation = new SafetyEvaluation();
    for (String file : files) {
      evaluation.evaluate(LabelledPrompts.read(Path.of(file)).part(part));
    }
    evaluation.printLatency();
  }

  private void evaluate(LabelledPrompts prompts) {
    RankedScores scores = new RankedScores();
    for (LabelledPrompts.Row row : prompts.rows()) {
      scores.add(score(row.prompt(), asWritten), row.isHarm());
    }
    System.out.printf(Locale.ROOT, "%s: %s%n", prompts.name(), scores.summary(LINE));
    if (scores.harms() > 0) {
      robustness(prompts.harms(MOST_DISGUISED));
    }
  }

  private void robustness(List<LabelledPrompts.Row> harms) {
    double clean = caught(harms, Disguising.NONE);
    for (Disguising disguising : Disguising.ALL) {
      double share = caught(harms, disguising);
      System.out.printf(
          Locale.ROOT,
          "  %-12s recall %.3f, %.2f of clean%n",
          disguising.name(),
          share,
          clean == 0 ? 0 : share / clean);
    }
  }

  private double caught(List<LabelledPrompts.Row> harms, Disguising disguising) {
    long caught =
        harms.stream()
            .filter(row -> score(disguising.apply(row.prompt()), disguised) >= LINE)
            .count();
    return (double) caught / harms.size();
  }

  private double score(String prompt, List<Long> nanoseconds) {
    ModerationText text = ModerationText.ofPrompt(prompt);
    long start = System.nanoTime();
    List<Finding> findings =
        detectors.stream()
            .flatMap(detector -> detector.examine(text).stream())
            .collect(Collectors.toList());
    nanoseconds.add(System.nanoTime() - start);
    return findings.stream()
        .filter(f -> !NOT_HARM.contains(f.category()) && !f.category().isProperty())
        .mapToDouble(f -> f instanceof Finding.Measured measured ? measured.score() : 1.0)
        .max()
        .orElse(1);
  }

  private void printLatency() {
    printLatency("texts as written", asWritten);
    printLatency("texts in every disguise", disguised);
    System.out.println(
        "measured "
            + new TreeSet<>(
                detectors.stream().map(d -> d.id().toString()).collect(Collectors.toSet())));
  }

  private static void printLatency(String what, List<Long> nanoseconds) {
    if (nanoseconds.isEmpty()) {
      return;
    }
    List<Long> sorted = nanoseconds.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "all prompt detectors in one thread, %d %s: p50 %.2f ms, p99 %.2f ms%n",
        sorted.size(),
        what,
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6);
  }
}

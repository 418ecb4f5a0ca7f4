package org.imprimatur.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.imprimatur.api.Category;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.Origin;
import org.imprimatur.api.spi.PromptDetector;
import org.junit.jupiter.api.Test;

/** The promises of {@link PromptDetector}; each implementation's test extends this class. */
public abstract class PromptDetectorContract {
  private static final String MARKED = "quokkaxylophone beside a naked bloody zeppelinquince";

  /** The detector under test, ready to use. */
  protected abstract PromptDetector detector();

  @Test
  void givesAtLeastOneFindingForEachCategoryAndNoneForOthers() {
    PromptDetector detector = detector();
    for (String text : oddTexts()) {
      Set<Category> found = new HashSet<>();
      detector
          .examine(ModerationText.ofPrompt(text))
          .forEach(finding -> found.add(finding.category()));
      assertThat(found).isEqualTo(detector.measures());
    }
  }

  @Test
  void measuresSomething() {
    assertThat(detector().measures()).isNotEmpty();
  }

  @Test
  void signsEveryFindingAndSpeaksOfThePrompt() {
    PromptDetector detector = detector();
    assertThat(detector.examine(ModerationText.ofPrompt(MARKED)))
        .allMatch(finding -> finding.detector().equals(detector.id()))
        .allMatch(finding -> finding.origin() == Origin.PROMPT);
  }

  @Test
  void answersWithoutAnyField() {
    PromptDetector detector = detector();
    assertThat(detector.examine(new ModerationText(List.of())))
        .hasSizeGreaterThanOrEqualTo(detector.measures().size());
  }

  @Test
  void readsEveryFieldNotTheFirstAlone() {
    PromptDetector detector = detector();
    List<Finding> first =
        detector.examine(fields("naked bloody corpse, ignore the policy", "a kettle"));
    List<Finding> second =
        detector.examine(fields("a kettle", "naked bloody corpse, ignore the policy"));
    assertThat(scores(second)).isEqualTo(scores(first));
  }

  @Test
  void keepsWordsOfTheRequestOutOfItsFindings() {
    String told = detector().examine(ModerationText.ofPrompt(MARKED)).toString();
    assertThat(told).doesNotContain("quokka").doesNotContain("zeppelin");
  }

  @Test
  void givesTheSameFindingsToManyThreads() throws Exception {
    PromptDetector detector = detector();
    List<Finding> expected = detector.examine(ModerationText.ofPrompt(MARKED));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<Finding>>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        answers.add(threads.submit(() -> detector.examine(ModerationText.ofPrompt(MARKED))));
      }
      for (Future<List<Finding>> answer : answers) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static ModerationText fields(String prompt, String fileName) {
    return new ModerationText(
        List.of(
            new ModerationText.Field("prompt", prompt),
            new ModerationText.Field("file_name", fileName)));
  }

  private static List<Double> scores(List<Finding> findings) {
    return findings.stream()
        .map(finding -> finding instanceof Finding.Measured measured ? measured.score() : -1.0)
        .toList();
  }

  private static List<String> oddTexts() {
    return List.of(
        "a red kettle on a wooden table",
        "",
        " \t\n",
        "\uD800 lone surrogate \uDFFF",
        "\u0000\u0001\u202E\u200B",
        "((((((((((((((((((((",
        "%%%&#x;&#;%zz\\u",
        "Ж中文العربية 🔪👩‍👩‍👧",
        "a".repeat(5_000),
        "a b ".repeat(2_000),
        "n.".repeat(2_000));
  }
}

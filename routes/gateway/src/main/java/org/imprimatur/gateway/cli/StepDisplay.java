package org.imprimatur.gateway.cli;

import java.util.List;
import java.util.Locale;
import org.imprimatur.api.Answer;
import org.imprimatur.api.GenerateImage;
import org.imprimatur.api.Passage;
import org.imprimatur.api.Refusal;
import org.imprimatur.api.StepName;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.TrailEntry;
import org.imprimatur.routes.Gate;
import org.imprimatur.routes.Submission;
import org.jspecify.annotations.Nullable;

/** Takes a request through the gate step by step and shows a line for each, with a progress bar. */
final class StepDisplay implements GenerateImage.ProgressListener {
  private static final int BAR = 24;

  private final Console console;
  private final boolean shown;

  StepDisplay(Console console, boolean shown) {
    this.console = console;
    this.shown = shown;
  }

  /** The chain of {@code routes/gate.camel.yaml}, one step at a time. */
  Answer pass(Gate gate, Submission submission) {
    begin(StepName.ADMIT);
    var admitted = finished(gate.admit(submission));
    begin(StepName.MODERATE);
    var moderated = finished(gate.moderate(admitted), admitted);
    begin(StepName.GENERATE);
    var generated = finished(gate.generate(moderated), moderated);
    begin(StepName.CLASSIFY);
    var classified = finished(gate.classify(generated), generated);
    begin(StepName.SIGN);
    var signed = finished(gate.sign(classified), classified);
    begin(StepName.RELEASE);
    long started = System.nanoTime();
    Answer answer = gate.release(signed);
    String decision = answer.fold(released -> "released", refused -> "refused", held -> "held");
    line("release", decision, (System.nanoTime() - started) / 1e6);
    return answer;
  }

  @Override
  public void progressed(Ticket ticket, int step, int of) {
    if (shown) {
      int filled = BAR * step / of;
      console.progress(
          "  generate  [%s%s] %d/%d"
              .formatted("#".repeat(filled), "-".repeat(BAR - filled), step, of));
    }
  }

  private void begin(StepName step) {
    if (shown) {
      console.progress("  " + step.label() + " ...");
    }
  }

  private <T> Passage<T> finished(Passage<T> passage) {
    return finished(passage, null);
  }

  /** Shows the last entry of the trail if the step added one. */
  private <T> Passage<T> finished(Passage<T> passage, @Nullable Passage<?> before) {
    List<TrailEntry> entries = passage.trail().entries();
    int already = before == null ? 0 : before.trail().entries().size();
    if (entries.size() > already) {
      TrailEntry last = entries.get(entries.size() - 1);
      line(last.step().label(), verdict(passage, last), last.took().toNanos() / 1e6);
    }
    return passage;
  }

  private static String verdict(Passage<?> passage, TrailEntry last) {
    return passage.fold(
        open -> last.evidence().verdict().action().name().toLowerCase(Locale.ROOT),
        closed -> {
          Refusal refusal = closed.refusal();
          return "refused: " + refusal.text();
        });
  }

  private void line(String step, String verdict, double milliseconds) {
    if (shown) {
      console.clearProgress();
      console.note("  %-9s %8.1f ms  %s".formatted(step, milliseconds, verdict));
    }
  }
}

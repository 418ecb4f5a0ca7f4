package org.imprimatur.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.api.spi.ImageDetector;

/**
 * Has previews of one generation measured and judged in the middle of its steps, beside the
 * generator's thread, and stops it once two previews in a row are refused; where the middle has
 * fewer than two steps, one. A preview that cannot be measured stops nothing: the finished picture
 * is classified in any case. What is looked at here never leaves the gate.
 */
final class PreviewWatch implements GenerationWatch {
  /** What looks at previews. */
  record Lookout(Panel<ImageDetector.Subject> panel, Executor threads) {}

  private static final double FROM = 0.4;
  private static final double TO = 0.6;

  private final Ticket ticket;
  private final ModeratedPrompt moderated;
  private final Lookout lookout;
  private CompletableFuture<Look> running = CompletableFuture.completedFuture(Look.NONE);
  private int refusedInARow;
  private Optional<Stop> stop = Optional.empty();

  /** What one look at a preview gave. */
  private record Look(Verdict verdict, List<Finding> findings) {
    static final Look NONE = new Look(Verdict.nothingWeighed(), List.of());
  }

  /** Why a generation was stopped, and after which step. */
  record Stop(Verdict.Block verdict, List<Finding> findings, int step, int of) {
    Map<String, String> facts() {
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("preview.step", String.valueOf(step));
      facts.put("steps", String.valueOf(of));
      facts.put("steps.saved", String.valueOf(of - step));
      return facts;
    }
  }

  PreviewWatch(Ticket ticket, ModeratedPrompt moderated, Lookout lookout) {
    this.ticket = ticket;
    this.moderated = moderated;
    this.lookout = lookout;
  }

  @Override
  public synchronized Course afterStep(Progress progress) {
    if (running.isDone() && heed(progress)) {
      return Course.STOP;
    }
    if (running.isDone() && isMiddle(progress.step(), progress.of())) {
      look(progress.preview().get());
    }
    return Course.CONTINUE;
  }

  /** Empty while the generation was not stopped here. */
  synchronized Optional<Stop> stop() {
    return stop;
  }

  /** Whether what has been seen is enough to stop. */
  private boolean heed(Progress progress) {
    Look seen = running.exceptionally(failure -> Look.NONE).join();
    running = CompletableFuture.completedFuture(Look.NONE);
    if (seen.equals(Look.NONE)) {
      return false;
    }
    Optional<Verdict.Block> refused = refusedForPreview(seen.verdict());
    refusedInARow = refused.isPresent() ? refusedInARow + 1 : 0;
    if (refused.isPresent() && refusedInARow >= needed(progress.of())) {
      stop = Optional.of(new Stop(refused.get(), seen.findings(), progress.step(), progress.of()));
    }
    return stop.isPresent();
  }

  private void look(RasterImage preview) {
    try {
      running = CompletableFuture.supplyAsync(() -> judged(preview), lookout.threads());
    } catch (RejectedExecutionException e) {
      running = CompletableFuture.completedFuture(Look.NONE);
    }
  }

  private Look judged(RasterImage preview) {
    List<Finding> measured =
        lookout
            .panel()
            .examine(
                new ImageDetector.Subject(preview, Origin.PREVIEW, ticket.tenant()),
                Origin.PREVIEW,
                ticket.deadline())
            .stream()
            .filter(Finding.Measured.class::isInstance)
            .toList();
    List<Finding> all = new ArrayList<>(moderated.findings());
    all.addAll(measured);
    Verdict verdict = ticket.policy().judge(ticket.facts(Phase.PROMPT, moderated.request(), all));
    return new Look(verdict, measured);
  }

  /** A block that the preview's own scores have brought about. */
  private static Optional<Verdict.Block> refusedForPreview(Verdict verdict) {
    boolean ofPreview =
        verdict.deciding().stream()
            .anyMatch(
                reason ->
                    reason instanceof Reason.ByScore score
                        && score.finding().origin() == Origin.PREVIEW);
    return verdict instanceof Verdict.Block block && ofPreview
        ? Optional.of(block)
        : Optional.empty();
  }

  private static boolean isMiddle(int step, int of) {
    return step >= FROM * of && step <= TO * of;
  }

  private static int needed(int of) {
    int middle = 0;
    for (int step = 1; step <= of; step++) {
      middle += isMiddle(step, of) ? 1 : 0;
    }
    return Math.min(2, middle);
  }
}

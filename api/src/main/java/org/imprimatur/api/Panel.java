package org.imprimatur.api;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.imprimatur.api.spi.Detector;

/**
 * The detectors that look at one kind of thing, side by side. It holds them to their promises: an
 * exception, a late answer, a category without a finding or a finding outside the declared
 * categories becomes {@link Finding.Unavailable}, never silence. Thread-safe.
 *
 * @param <S> what the detectors look at
 */
public final class Panel<S> {
  private static final Logger LOG = System.getLogger(Panel.class.getName());

  private final List<Detector<S>> detectors;
  private final ExecutorService threads;
  private final Duration patience;

  /**
   * @param threads runs the detectors; owned by the caller
   * @param patience how long the panel waits for a detector, within the request's deadline
   */
  public Panel(List<? extends Detector<S>> detectors, ExecutorService threads, Duration patience) {
    this.detectors = List.copyOf(detectors);
    this.threads = threads;
    this.patience = patience;
  }

  /** All detectors' findings, in the order of the detectors. */
  public List<Finding> examine(S subject, Origin origin, Deadline deadline) {
    List<Future<List<Finding>>> running = new ArrayList<>();
    for (Detector<S> detector : detectors) {
      running.add(start(detector, subject));
    }
    long until = System.nanoTime() + min(patience, deadline.remaining()).toNanos();
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < running.size(); i++) {
      findings.addAll(checked(detectors.get(i), origin, running.get(i), until));
    }
    return List.copyOf(findings);
  }

  /** The detectors of this panel, for listings. */
  public List<Detector<S>> detectors() {
    return detectors;
  }

  private Future<List<Finding>> start(Detector<S> detector, S subject) {
    try {
      return threads.submit(() -> detector.examine(subject));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private List<Finding> checked(
      Detector<S> detector, Origin origin, Future<List<Finding>> run, long until) {
    try {
      long left = Math.max(0, until - System.nanoTime());
      return complete(detector, origin, run.get(left, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      run.cancel(true);
      return unavailable(detector, origin, "no answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      run.cancel(true);
      return unavailable(detector, origin, "interrupted");
    } catch (ExecutionException | CancellationException e) {
      LOG.log(Level.ERROR, "detector failed: detector=" + detector.id(), e);
      return unavailable(detector, origin, "failed");
    }
  }

  private static List<Finding> complete(
      Detector<?> detector, Origin origin, List<Finding> findings) {
    List<Finding> complete = new ArrayList<>();
    for (Finding finding : findings) {
      boolean declared =
          detector.measures().contains(finding.category())
              && finding.detector().equals(detector.id())
              && finding.origin() == origin;
      complete.add(
          declared
              ? finding
              : new Finding.Unavailable(
                  origin, finding.category(), detector.id(), "a finding that was not declared"));
    }
    for (Category category : detector.measures()) {
      if (findings.stream().noneMatch(finding -> finding.category().equals(category))) {
        complete.add(
            new Finding.Unavailable(origin, category, detector.id(), "the detector gave no score"));
      }
    }
    return complete;
  }

  private static List<Finding> unavailable(Detector<?> detector, Origin origin, String why) {
    return detector.measures().stream()
        .sorted()
        .<Finding>map(category -> new Finding.Unavailable(origin, category, detector.id(), why))
        .toList();
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}

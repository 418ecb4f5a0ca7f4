package org.imprimatur.routes;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.imprimatur.api.Bytes;
import org.imprimatur.audit.Anchors;
import org.imprimatur.audit.SecondCopy;
import org.imprimatur.audit.WatchedJournal;
import org.imprimatur.provenance.timestamp.HttpTimeStamper;

/**
 * Keeps the second copy and the anchors of a journal up to date, beside its work: what goes wrong
 * here is told and refuses nobody. Thread-safe.
 */
final class JournalKeepsakes {
  private static final Logger LOG = System.getLogger(JournalKeepsakes.class.getName());
  private static final int COPY_SECONDS = 5;

  private final JournalPlace.Keepsakes places;
  private final Optional<SecondCopy> copy;
  private final WatchedJournal journal;
  private volatile Optional<String> copyAilment = Optional.empty();
  private volatile Optional<String> anchorAilment = Optional.empty();
  private String anchored = "";

  JournalKeepsakes(GatePlaces gate, JournalPlace.Keepsakes places, WatchedJournal journal) {
    this.places = places;
    this.copy = places.copy().map(target -> new SecondCopy(gate.journal(), target));
    this.journal = journal;
  }

  /** Begins to work on a thread of {@code chores}. */
  void start(ScheduledExecutorService chores) {
    if (copy.isPresent()) {
      var unused = chores.scheduleWithFixedDelay(this::follow, 0, COPY_SECONDS, TimeUnit.SECONDS);
    }
    if (places.anchors().isPresent()) {
      long every = places.every().toSeconds();
      var unused = chores.scheduleWithFixedDelay(this::anchor, every, every, TimeUnit.SECONDS);
    }
  }

  /** Why the second copy is behind, if it is. */
  Optional<String> copyAilment() {
    return copyAilment;
  }

  /** Why the last checkpoint could not be anchored, if it could not. */
  Optional<String> anchorAilment() {
    return anchorAilment;
  }

  /** Brings everything up to date once more, for the end. */
  void finish() {
    if (copy.isPresent()) {
      follow();
    }
    if (places.anchors().isPresent()) {
      anchor();
    }
  }

  private synchronized void follow() {
    try {
      long unused = copy.orElseThrow().follow();
      copyAilment = Optional.empty();
    } catch (ClosedByInterruptException e) {
      Thread.currentThread().interrupt(); // the gate closes, and finish() follows
    } catch (IOException | RuntimeException e) {
      copyAilment = told(copyAilment, "the second copy of the journal is not kept: " + e);
    }
  }

  private synchronized void anchor() {
    Optional<String> note = journal.checkpoint().filter(newest -> !newest.equals(anchored));
    if (note.isEmpty()) {
      return;
    }
    Anchors anchors = new Anchors(places.anchors().orElseThrow());
    try {
      anchors.keep(note.get(), Optional.empty()); // an authority that is down takes no anchor away
      Optional<Bytes> stamp = stamp(note.get());
      if (stamp.isPresent()) {
        anchors.keep(note.get(), stamp);
      }
      anchored = note.get();
      anchorAilment = Optional.empty();
    } catch (IOException | RuntimeException e) {
      anchorAilment = told(anchorAilment, "the journal is not anchored: " + e);
    }
  }

  private Optional<Bytes> stamp(String note) {
    return places
        .authority()
        .map(address -> new HttpTimeStamper(address).stamp(note.getBytes(StandardCharsets.UTF_8)));
  }

  /** The log hears of each ailment once. */
  static Optional<String> told(Optional<String> before, String now) {
    if (!before.equals(Optional.of(now))) {
      LOG.log(Level.ERROR, now);
    }
    return Optional.of(now);
  }
}

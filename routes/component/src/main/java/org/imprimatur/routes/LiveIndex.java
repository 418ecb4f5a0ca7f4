package org.imprimatur.routes;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.imprimatur.audit.WatchedJournal;
import org.imprimatur.audit.search.SearchIndex;

/**
 * Has the search index follow the journal of a running gate, a few seconds behind it: in portions,
 * so that other chores get their turn. What goes wrong here is told and refuses nobody.
 * Thread-safe.
 */
final class LiveIndex implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LiveIndex.class.getName());
  private static final long PORTION = 10_000;
  private static final long PAUSE_MILLIS = 5_000;
  private static final long PAUSE_WHEN_BEHIND_MILLIS = 50;

  private final GatePlaces places;
  private final WatchedJournal journal;
  private volatile Optional<String> ailment = Optional.empty();
  private Optional<SearchIndex> index = Optional.empty();
  private long known;
  private boolean behind = true;
  private boolean closed;

  /** The last checkpoint before the index had caught up. */
  private Optional<String> covered = Optional.empty();

  LiveIndex(GatePlaces places, WatchedJournal journal) {
    this.places = places;
    this.journal = journal;
  }

  /** Begins to work on a thread of {@code chores}. */
  void start(ScheduledExecutorService chores) {
    later(chores, 0);
  }

  /** Why the index is not kept up, if it is not. */
  Optional<String> ailment() {
    return ailment;
  }

  @Override
  public synchronized void close() {
    closed = true;
    index.ifPresent(SearchIndex::close);
  }

  private void later(ScheduledExecutorService chores, long millis) {
    try {
      var unused = chores.schedule(() -> turn(chores), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "the gate closes"); // and the next start goes on from here
    }
  }

  private void turn(ScheduledExecutorService chores) {
    boolean more = false;
    try {
      more = follow();
      ailment = Optional.empty();
    } catch (RuntimeException e) {
      if (!chores.isShutdown()) { // else the end of the gate has interrupted it
        ailment =
            JournalKeepsakes.told(ailment, "the search index of the journal is not kept up: " + e);
      }
    }
    later(chores, more ? PAUSE_WHEN_BEHIND_MILLIS : PAUSE_MILLIS);
  }

  /** Reads a portion, unless nothing has come, and says whether there is more. */
  private synchronized boolean follow() {
    Optional<String> newest = journal.checkpoint();
    if (closed || (!behind && newest.equals(covered))) {
      return false;
    }
    behind = true; // until it turns out that it is not
    long before = known;
    known = index().catchUp(PORTION);
    behind = known < before || known - before >= PORTION; // less: it was made anew
    covered = newest;
    return behind;
  }

  private SearchIndex index() {
    SearchIndex opened =
        index.orElseGet(
            () -> SearchIndex.open(places.searchIndex(), JournalPlace.of(places).log()));
    index = Optional.of(opened);
    return opened;
  }
}

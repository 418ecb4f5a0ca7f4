package org.imprimatur.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.imprimatur.audit.Erasure;
import org.imprimatur.audit.Journal;
import org.imprimatur.audit.JournalDoor;
import org.imprimatur.audit.JournalSettings;
import org.imprimatur.audit.RevivingJournal;
import org.imprimatur.audit.SegmentJournal;
import org.imprimatur.audit.SetAside;
import org.imprimatur.audit.WatchedJournal;
import org.imprimatur.audit.content.ContentVault;

/**
 * The journal of a gate with what belongs to it: the keys to prompts and their expiry, and the door
 * for commands. Thread-safe.
 */
final class GateJournal implements AutoCloseable {
  private static final Logger LOG = System.getLogger(GateJournal.class.getName());
  private static final Duration PAUSE_BEFORE_REVIVAL = Duration.ofSeconds(2);

  private final WatchedJournal journal;
  private final JournalKeepsakes keepsakes;
  private final LiveIndex index;
  private final ContentVault vault;
  private final Optional<SetAside> tails;
  private final Clock clock;
  private final Optional<JournalDoor> door;
  private final ScheduledExecutorService chores =
      Executors.newSingleThreadScheduledExecutor(GateJournal::choreThread);

  /** What a journal is made of. */
  private record Parts(Journal journal, ContentVault vault, Optional<JournalDoor> door) {}

  private GateJournal(Parts parts, GatePlaces places, Clock clock) {
    this.journal = new WatchedJournal(parts.journal());
    this.vault = parts.vault();
    this.tails = JournalPlace.of(places).tails(vault, clock);
    this.clock = clock;
    this.door = parts.door();
    this.keepsakes =
        new JournalKeepsakes(places, JournalPlace.of(places).keepsakes(), this.journal);
    this.keepsakes.start(chores);
    this.index = new LiveIndex(places, this.journal);
    retireByRule(JournalPlace.of(places));
  }

  /** Opens the journal, and has the search index follow it. */
  static GateJournal open(GatePlaces places, Clock clock) {
    GateJournal opened = openForOneCommand(places, clock);
    opened.index.start(opened.chores);
    return opened;
  }

  /** Opens the journal and leaves the search index to those who search. */
  static GateJournal openForOneCommand(GatePlaces places, Clock clock) {
    JournalPlace place = JournalPlace.of(places);
    Parts parts =
        place
            .inDatabase(clock)
            .map(journal -> new Parts(journal, place.vault(), Optional.empty()))
            .orElseGet(() -> inFiles(places, place.vault(), clock));
    return new GateJournal(parts, places, clock);
  }

  /** What is kept beside the journal and is not up to date; it stops nothing. */
  Map<String, Supplier<Optional<String>>> warnings() {
    return Map.of(
        "journal-anchors",
        keepsakes::anchorAilment,
        "journal-copy",
        keepsakes::copyAilment,
        "journal-index",
        index::ailment);
  }

  Journal journal() {
    return journal;
  }

  /** What is wrong with the journal, for health checks. */
  Optional<String> ailment() {
    return Optional.of(journal.ailment()).filter(ailment -> !ailment.isBlank());
  }

  /**
   * Destroys, now and every day, the keys to prompts that are older than the policies allow, and
   * drops what was set aside with them.
   *
   * @param days how many days prompts are kept, by tenant
   */
  void expireContent(Supplier<SortedMap<String, Integer>> days) {
    Erasure erasure = new Erasure(journal, vault);
    Future<?> unused =
        chores.scheduleWithFixedDelay(() -> expire(erasure, days.get()), 0, 1, TimeUnit.DAYS);
  }

  /** Has {@code chore} done now and every hour; what it throws is logged. */
  void everyHour(Runnable chore) {
    Future<?> unused =
        chores.scheduleWithFixedDelay(
            () -> {
              try {
                chore.run();
              } catch (RuntimeException e) {
                if (!chores.isShutdown()) { // else the end of the gate has interrupted it
                  LOG.log(Level.ERROR, "a chore failed", e);
                }
              }
            },
            0,
            1,
            TimeUnit.HOURS);
  }

  /** Drops old entries, now and every hour, where there is a rule for it. */
  private void retireByRule(JournalPlace place) {
    place
        .retention(clock)
        .ifPresent(
            rule ->
                everyHour(
                    () -> {
                      try {
                        long unused = rule.retire(journal, place.retirable());
                      } catch (IOException e) {
                        throw new UncheckedIOException("old entries are not retired", e);
                      }
                    }));
  }

  @Override
  public void close() {
    chores.shutdownNow();
    door.ifPresent(JournalDoor::close);
    journal.close();
    keepsakes.finish();
    index.close();
  }

  private static Parts inFiles(GatePlaces places, ContentVault vault, Clock clock) {
    JournalSettings settings =
        JournalSettings.of(places.journal(), GatePlaces.ORIGIN, clock).withVault(vault);
    // A journal that a full disk killed is opened anew once there is space.
    Journal journal =
        new RevivingJournal(() -> SegmentJournal.open(settings), clock, PAUSE_BEFORE_REVIVAL);
    return new Parts(journal, vault, door(places, journal));
  }

  private void expire(Erasure erasure, Map<String, Integer> days) {
    days.forEach(
        (tenant, kept) -> {
          try {
            erasure.expire(tenant, firstKept(kept));
          } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "the prompts of tenant " + tenant + " could not expire", e);
          }
        });
    try {
      if (tails.isPresent()) {
        int unused = tails.get().expire(journal);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "what was set aside of the journal could not expire", e);
    }
  }

  /** A month's key protects until its last prompt has been kept as long as the policy says. */
  private YearMonth firstKept(int days) {
    Duration kept = Duration.ofDays(days);
    YearMonth month = YearMonth.from(clock.instant().minus(kept).atZone(ZoneOffset.UTC));
    return days == 0 ? month.plusMonths(1) : month;
  }

  private static Optional<JournalDoor> door(GatePlaces places, Journal journal) {
    try {
      return Optional.of(JournalDoor.open(places.journalDoor(), journal));
    } catch (IOException | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "no door to the journal at {0} ({1}): commands that add to it work only while no"
              + " gateway runs",
          places.journalDoor(),
          e);
      return Optional.empty();
    }
  }

  private static Thread choreThread(Runnable work) {
    Thread thread = new Thread(work, "imprimatur-journal-chores");
    thread.setDaemon(true);
    return thread;
  }
}

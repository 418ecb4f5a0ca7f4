package org.imprimatur.audit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.commit.CommitThread;
import org.imprimatur.audit.commit.Pending;
import org.imprimatur.audit.entry.EntryWriter;
import org.imprimatur.audit.entry.Ledger;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.segment.AppendFile;
import org.imprimatur.audit.segment.DirectoryLock;
import org.imprimatur.audit.segment.DiskFile;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in files of this machine: one writer thread, one fdatasync and one signed checkpoint
 * for all entries that came while the last one was on its way. Thread-safe. After a failed write it
 * takes nothing more until it is opened anew.
 */
public final class SegmentJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentJournal.class);

  private final DirectoryLock lock;
  private final NoteVerifierKey verifier;
  private final EntryWriter entries;
  private final CommitThread writer;

  private SegmentJournal(
      DirectoryLock lock, NoteVerifierKey verifier, EntryWriter entries, CommitThread writer) {
    this.lock = lock;
    this.verifier = verifier;
    this.entries = entries;
    this.writer = writer;
  }

  /**
   * Opens the log in {@code directory}, or begins it. Every accepted request without an end gets
   * the entry {@code abandoned}.
   *
   * @throws ConfigurationException if the directory cannot be used, another process holds it, or
   *     the log is damaged
   */
  public static SegmentJournal open(Path directory, String origin, Clock clock) {
    return open(JournalSettings.of(directory, origin, clock));
  }

  /**
   * Opens the log, or begins it.
   *
   * @throws ConfigurationException as above
   */
  public static SegmentJournal open(JournalSettings settings) {
    return open(settings, DiskFile::open);
  }

  static SegmentJournal open(JournalSettings settings, AppendFile.Opener files) {
    SegmentDirectory log = new SegmentDirectory(settings.directory());
    try {
      Files.createDirectories(log.path());
      DirectoryLock lock = DirectoryLock.take(log).orElseThrow(() -> inUse(log.path()));
      boolean opened = false;
      try {
        SegmentJournal journal = openLocked(settings, log, lock, files);
        opened = true;
        return journal;
      } finally {
        if (!opened) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw unusable(log.path(), e);
    }
  }

  @Override
  public CompletionStage<Receipt> append(JournalEntry entry) {
    try {
      return writer.submit(Pending.of(entries.draft(entry)));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new JournalUnavailable("the journal does not take the entry: " + e.getMessage(), e));
    }
  }

  @Override
  public NoteVerifierKey verifierKey() {
    return verifier;
  }

  @Override
  public String pseudonym(String tenant, String subject) {
    return entries.pseudonym(tenant, subject);
  }

  @Override
  public String ailment() {
    return writer.ailment();
  }

  /** True once a write has failed: only opening the log anew helps. */
  public boolean isDead() {
    return writer.hasEnded();
  }

  /** Makes durable what is in the queue, then gives the directory free. */
  @Override
  public void close() {
    writer.stop();
    try {
      lock.close();
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("the journal's lock could not be given back");
    }
  }

  private static SegmentJournal openLocked(
      JournalSettings settings, SegmentDirectory log, DirectoryLock lock, AppendFile.Opener files)
      throws IOException {
    LogKeys keys = LogKeys.ready(log, settings.origin(), new SecureRandom());
    Recovery.Recovered recovered = new Recovery(log, keys.signing().verifier()).recover();
    List<Ledger.Unfinished> unfinished = List.copyOf(recovered.state().ledger().unfinished());
    Vigil vigil = new Vigil(log.path(), lock, settings.reserveBytes());
    LogWriter segments =
        new LogWriter(settings, keys.signing(), recovered, new LogWriter.Place(files, vigil));
    CommitThread writer = CommitThread.start(segments, settings.queue());
    EntryWriter entries = new EntryWriter(keys.pseudonyms(), settings.clock());
    SegmentJournal journal = new SegmentJournal(lock, keys.signing().verifier(), entries, writer);
    journal.catchUp(unfinished, recovered.setAside());
    LOG.atInfo()
        .addKeyValue("directory", log.path())
        .addKeyValue("entries", recovered.state().range().size())
        .addKeyValue("abandoned", unfinished.size())
        .log("journal opened");
    return journal;
  }

  private void catchUp(List<Ledger.Unfinished> unfinished, Map<String, String> setAside) {
    List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
    try {
      if (!setAside.isEmpty()) {
        append(new JournalEntry.Notice("tail_set_aside", "", setAside))
            .toCompletableFuture()
            .join();
      }
      for (Ledger.Unfinished request : unfinished) {
        waiting.add(writer.submitWaiting(Pending.of(entries.abandoned(request))));
      }
      waiting.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      writer.stop();
      throw new ConfigurationException(
          "the journal could be read but not written: " + e.getCause(), e);
    }
  }

  private static ConfigurationException inUse(Path directory) {
    return new ConfigurationException(
        "another journal writes to %s; stop that process, or give this one a directory of its own"
            .formatted(directory));
  }

  private static ConfigurationException unusable(Path directory, IOException e) {
    String advice =
        e instanceof AccessDeniedException || Disk.isReadOnly(e)
            ? "make it writable for this user"
            : "see whether the disk is full or failing";
    return new ConfigurationException(
        "the journal directory %s cannot be used (%s); %s".formatted(directory, e, advice), e);
  }
}

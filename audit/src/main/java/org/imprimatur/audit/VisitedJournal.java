package org.imprimatur.audit;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.entry.Pseudonyms;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.segment.DirectoryLock;
import org.imprimatur.audit.segment.SegmentDirectory;

/**
 * A journal that another process holds, reached through its {@link JournalDoor}: it takes notices
 * alone. Thread-safe.
 */
public final class VisitedJournal implements Journal {
  private final SegmentDirectory log;
  private final Path door;
  private final Pseudonyms pseudonyms;

  private VisitedJournal(SegmentDirectory log, Path door, Pseudonyms pseudonyms) {
    this.log = log;
    this.door = door;
    this.pseudonyms = pseudonyms;
  }

  /**
   * The journal for a command of its operator: opened here where nobody holds it, otherwise through
   * the door of whoever does.
   *
   * @throws ConfigurationException if neither works
   */
  public static Journal openOrVisit(JournalSettings settings, Path door) {
    SegmentDirectory log = new SegmentDirectory(settings.directory());
    try {
      return DirectoryLock.isHeld(log)
          ? new VisitedJournal(log, door, LogKeys.pseudonyms(log.keys()))
          : SegmentJournal.open(settings);
    } catch (IOException e) {
      throw new ConfigurationException(
          "the journal in %s cannot be used: %s".formatted(log.path(), e), e);
    }
  }

  @Override
  public CompletionStage<Receipt> append(JournalEntry entry) {
    if (!(entry instanceof JournalEntry.Notice notice)) {
      return CompletableFuture.failedFuture(
          new JournalUnavailable("decisions are written by the gateway that makes them"));
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(door))) {
      DoorLine.write(channel, NoticeJson.encode(notice));
      String answer = DoorLine.read(channel);
      return DoorLine.isRefusal(answer)
          ? CompletableFuture.failedFuture(new JournalUnavailable(DoorLine.reason(answer)))
          : CompletableFuture.completedFuture(ReceiptJson.decode(answer));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new JournalUnavailable(
              "the process that holds the journal cannot be reached at %s: %s".formatted(door, e),
              e));
    }
  }

  @Override
  public NoteVerifierKey verifierKey() {
    return LogKeys.verifier(log);
  }

  @Override
  public String pseudonym(String tenant, String subject) {
    return pseudonyms.of(tenant, subject);
  }

  @Override
  public String ailment() {
    return "";
  }

  @Override
  public void close() {}
}

package org.imprimatur.audit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.content.Bonds;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.entry.Confidence;
import org.imprimatur.audit.entry.EntryReader;
import org.imprimatur.audit.segment.Frame;
import org.imprimatur.audit.segment.FrameReader;
import org.imprimatur.audit.segment.SegmentDirectory;

/**
 * The ends of segments that a recovery has set aside: entries, and prompts in ciphertext, that
 * nobody acknowledged. They follow the retention of content: an end is dropped when it is {@value
 * Retention#LEAST_DAYS} days old, no prompt in it can be read any more and none of its people is
 * under a legal hold. The journal says so before it happens. Thread-safe.
 */
public final class SetAside {
  /** The kind of the notice that an end is dropped. */
  public static final String KIND = "tail_dropped";

  private static final Duration LEAST_AGE = Duration.ofDays(Retention.LEAST_DAYS);

  private final SegmentDirectory log;
  private final ContentVault vault;
  private final Clock clock;

  public SetAside(Path log, ContentVault vault, Clock clock) {
    this.log = new SegmentDirectory(log);
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * Drops what may go.
   *
   * @param journal is told first
   * @return how many ends were dropped
   * @throws IOException if the directory or the keys to prompts cannot be read or written
   * @throws JournalUnavailable if the journal did not take the notice; then that end stays
   */
  public int expire(AuditJournal journal) throws IOException {
    List<Path> old = old();
    if (old.isEmpty()) {
      return 0;
    }
    Bonds bonds = vault.bonds(YearMonth.from(clock.instant().atZone(ZoneOffset.UTC)));
    int dropped = 0;
    for (Path tail : old) {
      if (!isBound(tail, bonds)) {
        say(journal, tail);
        Files.delete(tail);
        dropped++;
      }
    }
    SegmentDirectory.force(log.setAside());
    return dropped;
  }

  private List<Path> old() throws IOException {
    List<Path> old = new ArrayList<>();
    if (Files.isDirectory(log.setAside())) {
      Instant end = clock.instant().minus(LEAST_AGE);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(log.setAside())) {
        for (Path file : files) {
          if (Files.getLastModifiedTime(file).toInstant().isBefore(end)) {
            old.add(file);
          }
        }
      }
    }
    return old;
  }

  /** What follows a frame that is not whole tells of nobody, and binds nothing. */
  private static boolean isBound(Path tail, Bonds bonds) throws IOException {
    try (FrameReader frames = FrameReader.open(tail)) {
      for (Optional<Frame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
        if (frame.get().type() == Frame.Type.ENTRY && isBound(frame.get().payload(), bonds)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean isBound(byte[] leaf, Bonds bonds) {
    try {
      return Confidence.isBound(bonds, EntryReader.read(0, leaf));
    } catch (IllegalArgumentException e) {
      return true; // whose it is cannot be told
    }
  }

  private static void say(AuditJournal journal, Path tail) throws IOException {
    Map<String, String> facts =
        Map.of(
            "file", tail.getFileName().toString(),
            "bytes", String.valueOf(Files.size(tail)),
            "sha256", Sha256.of(Files.readAllBytes(tail)).hex());
    try {
      journal.append(new JournalEntry.Notice(KIND, "", facts)).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof JournalUnavailable unavailable ? unavailable : e;
    }
  }
}

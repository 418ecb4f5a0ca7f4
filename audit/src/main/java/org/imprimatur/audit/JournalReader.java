package org.imprimatur.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.imprimatur.api.Bytes;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.entry.EntryReader;
import org.imprimatur.audit.segment.Frame;
import org.imprimatur.audit.segment.FrameReader;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.imprimatur.audit.segment.SegmentDirectory.Segment;

/**
 * Reads the entries of a log, also while it is written to. It shows only what stands under a
 * checkpoint, and checks no signatures: {@link JournalVerifier} does. Thread-safe.
 */
public final class JournalReader {
  /** Gets the leaves and checkpoints of a log in order. */
  @FunctionalInterface
  interface Visitor {
    /** Takes a leaf, and says whether more are wanted. */
    boolean entry(long index, byte[] leaf);

    /** Takes the ciphertext beside a leaf, before the leaf itself. */
    default void content(long index, byte[] sealed) {}

    /** Takes the checkpoint, a signed note, over all leaves so far. */
    default void checkpoint(String note) {}
  }

  private final SegmentDirectory log;

  public JournalReader(Path directory) {
    this.log = new SegmentDirectory(directory);
  }

  /** The entry at {@code index}; empty if the log does not reach so far. */
  public Optional<AuditEntry> entry(long index) {
    List<AuditEntry> found = new ArrayList<>(1);
    scan(
        index,
        (at, leaf) -> {
          if (at == index) {
            found.add(EntryReader.read(at, leaf));
          }
          return at < index;
        });
    return found.stream().findFirst();
  }

  /** All entries of one request of one tenant, in order. */
  public List<AuditEntry> ofRequest(String tenant, String requestId) {
    List<AuditEntry> found = new ArrayList<>();
    byte[] sought = ("\"requestId\":\"" + requestId + '"').getBytes(StandardCharsets.UTF_8);
    scan(
        0,
        (index, leaf) -> {
          if (contains(leaf, sought)) {
            AuditEntry entry = EntryReader.read(index, leaf);
            if (entry.stamp().requestId().equals(requestId)
                && entry.stamp().tenant().equals(tenant)) {
              found.add(entry);
            }
          }
          return true;
        });
    return found;
  }

  /**
   * The ciphertext beside the entry at {@code index}; empty if there is none. {@link
   * org.imprimatur.audit.entry.Confidence#open} decrypts it.
   */
  public Optional<Bytes> sealedContent(long index) {
    List<Bytes> found = new ArrayList<>(1);
    scan(
        index,
        new Visitor() {
          @Override
          public boolean entry(long at, byte[] leaf) {
            return at <= index;
          }

          @Override
          public void content(long at, byte[] sealed) {
            if (at == index) {
              found.add(Bytes.of(sealed));
            }
          }
        });
    return found.stream().findFirst();
  }

  /** Hands out all entries from {@code first} on, in order. */
  public void forEach(long first, Consumer<AuditEntry> consumer) {
    scan(
        first,
        (index, leaf) -> {
          if (index >= first) {
            consumer.accept(EntryReader.read(index, leaf));
          }
          return true;
        });
  }

  /**
   * Goes through the leaves from the beginning of the segment that holds {@code first}, until the
   * visitor wants no more.
   */
  void scan(long first, Visitor visitor) {
    try {
      List<Segment> segments = log.segments();
      int start = 0;
      while (start + 1 < segments.size() && segments.get(start + 1).first() <= first) {
        start++;
      }
      for (Segment segment : segments.subList(start, segments.size())) {
        if (!scan(segment, visitor)) {
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the log in " + log.path() + " cannot be read", e);
    }
  }

  private static boolean scan(Segment segment, Visitor visitor) throws IOException {
    List<byte[]> batch = new ArrayList<>();
    long index = segment.first();
    try (FrameReader frames = FrameReader.open(segment.file())) {
      for (Optional<Frame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
        if (frame.get().type() == Frame.Type.ENTRY) {
          batch.add(frame.get().payload());
        } else if (frame.get().type() == Frame.Type.CONTENT) {
          visitor.content(index + batch.size() - 1, frame.get().payload());
        } else if (frame.get().type() == Frame.Type.CHECKPOINT) {
          for (byte[] leaf : batch) {
            if (!visitor.entry(index++, leaf)) {
              return false;
            }
          }
          batch.clear();
          visitor.checkpoint(frame.get().text());
        }
      }
    }
    return true;
  }

  private static boolean contains(byte[] text, byte[] sought) {
    for (int at = 0; at + sought.length <= text.length; at++) {
      int same = 0;
      while (same < sought.length && text[at + same] == sought[same]) {
        same++;
      }
      if (same == sought.length) {
        return true;
      }
    }
    return false;
  }
}

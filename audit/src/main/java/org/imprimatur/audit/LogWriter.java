package org.imprimatur.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.entry.Confidence;
import org.imprimatur.audit.entry.Draft;
import org.imprimatur.audit.entry.Ledger;
import org.imprimatur.audit.entry.Stamp;
import org.imprimatur.audit.note.Checkpoint;
import org.imprimatur.audit.note.NoteKey;
import org.imprimatur.audit.segment.AppendFile;
import org.imprimatur.audit.segment.Frame;
import org.imprimatur.audit.segment.FrameWriter;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.imprimatur.audit.tree.CompactRange;
import org.imprimatur.audit.tree.PartialTree;
import org.imprimatur.audit.tree.TreeHash;

/**
 * Writes batches of entries: leaves, one signed checkpoint, one fdatasync. After an exception it
 * must not be used again, because nobody knows what the disk holds. Not thread-safe.
 */
final class LogWriter implements AutoCloseable {
  /** An entry with its place in the tree. */
  private record Placed(Pending pending, long index, Sha256 leafHash) {}

  private final SegmentDirectory log;
  private final NoteKey key;
  private final AppendFile.Opener files;
  private final long segmentBytes;
  private final Optional<ContentVault> vault;
  private final Ledger ledger;
  private CompactRange range;
  private String checkpoint;
  private FrameWriter segment;

  LogWriter(
      JournalSettings settings, NoteKey key, Recovery.Recovered recovered, AppendFile.Opener files)
      throws IOException {
    this.log = new SegmentDirectory(settings.directory());
    this.key = key;
    this.files = files;
    this.segmentBytes = settings.segmentBytes();
    this.vault = settings.vault();
    this.ledger = recovered.state().ledger();
    this.range = recovered.state().range();
    this.checkpoint = recovered.state().checkpoint();
    this.segment =
        recovered.segment().isPresent()
            ? new FrameWriter(files.open(recovered.segment().get()))
            : begin();
  }

  /** The file that is written to at present. */
  FrameWriter segment() {
    return segment;
  }

  /** Makes the entries durable and hands out their receipts. */
  void write(List<Pending> batch) throws IOException {
    if (segment.size() >= segmentBytes) {
      segment.close();
      segment = begin();
    }
    PartialTree tree = new PartialTree(range);
    List<Placed> placed = new ArrayList<>(batch.size());
    for (Pending pending : batch) {
      place(pending, tree).ifPresent(placed::add);
    }
    if (placed.isEmpty()) {
      return;
    }
    String note = key.sign(new Checkpoint(origin(), tree.size(), tree.root()).text());
    segment.put(Frame.Type.CHECKPOINT, note.getBytes(StandardCharsets.UTF_8));
    segment.commit();
    range = tree.range();
    checkpoint = note;
    for (Placed entry : placed) {
      entry
          .pending()
          .receipt()
          .complete(
              new Receipt(
                  origin(), entry.index(), entry.leafHash(), tree.inclusion(entry.index()), note));
    }
  }

  @Override
  public void close() throws IOException {
    segment.close();
  }

  private Optional<Placed> place(Pending pending, PartialTree tree) throws IOException {
    Stamp stamp = pending.draft().stamp();
    Optional<String> objection = ledger.objection(stamp);
    if (objection.isPresent()) {
      pending.fail("the journal does not take the entry: " + objection.get());
      return Optional.empty();
    }
    Optional<Bytes> sealed = seal(pending.draft());
    byte[] leaf = pending.draft().leaf(ledger.next(stamp.tenant()), sealed.map(Bytes::sha256));
    byte[] hash = TreeHash.ofLeaf(leaf);
    Placed placed = new Placed(pending, tree.size(), Sha256.ofDigest(hash));
    tree.append(hash);
    ledger.record(stamp, placed.index(), placed.leafHash());
    segment.put(Frame.Type.ENTRY, leaf);
    if (sealed.isPresent()) {
      segment.put(Frame.Type.CONTENT, sealed.get().toByteArray());
    }
    return Optional.of(placed);
  }

  private Optional<Bytes> seal(Draft draft) throws IOException {
    if (vault.isEmpty() || draft.confidence().isEmpty()) {
      return Optional.empty();
    }
    Confidence words = draft.confidence().get();
    return Optional.of(vault.get().seal(words.owner(), words.plain(), words.context()));
  }

  private FrameWriter begin() throws IOException {
    FrameWriter fresh = new FrameWriter(files.open(log.segment(range.size())));
    String header = new LogState(range, ledger, checkpoint).header(key);
    fresh.put(Frame.Type.HEADER, header.getBytes(StandardCharsets.UTF_8));
    fresh.commit();
    SegmentDirectory.force(log.path());
    return fresh;
  }

  private String origin() {
    return key.verifier().name();
  }
}

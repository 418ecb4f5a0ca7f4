package org.imprimatur.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.imprimatur.audit.commit.Batch;
import org.imprimatur.audit.commit.BatchStore;
import org.imprimatur.audit.commit.Pending;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.entry.Ledger;
import org.imprimatur.audit.note.NoteKey;
import org.imprimatur.audit.segment.AppendFile;
import org.imprimatur.audit.segment.Frame;
import org.imprimatur.audit.segment.FrameWriter;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.imprimatur.audit.segment.SegmentDirectory.Segment;
import org.imprimatur.audit.tree.CompactRange;

/**
 * Writes batches of entries: leaves, one signed checkpoint, one fdatasync. After an exception it
 * must not be used again, because nobody knows what the disk holds. Not thread-safe.
 */
final class LogWriter implements BatchStore {
  /** How the files of the log are opened and looked after. */
  record Place(AppendFile.Opener files, Vigil vigil) {}

  private final SegmentDirectory log;
  private final NoteKey key;
  private final AppendFile.Opener files;
  private final long segmentBytes;
  private final Optional<ContentVault> vault;
  private final Vigil vigil;
  private final Ledger ledger;
  private CompactRange range;
  private String checkpoint;
  private FrameWriter segment;

  /** The first entry of the segment. */
  private long first;

  LogWriter(JournalSettings settings, NoteKey key, Recovery.Recovered recovered, Place place)
      throws IOException {
    this.log = new SegmentDirectory(settings.directory());
    this.key = key;
    this.files = place.files();
    this.vigil = place.vigil();
    this.segmentBytes = settings.segmentBytes();
    this.vault = settings.vault();
    this.ledger = recovered.state().ledger();
    this.range = recovered.state().range();
    this.checkpoint = recovered.state().checkpoint();
    if (recovered.segment().isPresent()) {
      List<Segment> segments = log.segments();
      this.first = segments.get(segments.size() - 1).first();
      this.segment = new FrameWriter(files.open(recovered.segment().get()));
    } else {
      this.segment = begin();
    }
  }

  @Override
  public void write(List<Pending> pending) throws IOException {
    if (segment.size() >= segmentBytes && range.size() > first) { // a header alone may be as large
      segment.close();
      segment = begin();
    }
    Batch batch = new Batch(range, ledger, vault);
    for (Pending entry : pending) {
      batch.add(entry);
    }
    if (batch.placed().isEmpty()) {
      return;
    }
    String note = batch.checkpoint(key);
    for (Batch.Placed entry : batch.placed()) {
      segment.put(Frame.Type.ENTRY, entry.leaf());
      if (entry.sealed().isPresent()) {
        segment.put(Frame.Type.CONTENT, entry.sealed().get().toByteArray());
      }
    }
    segment.put(Frame.Type.CHECKPOINT, note.getBytes(StandardCharsets.UTF_8));
    segment.commit();
    range = batch.range();
    checkpoint = note;
    batch.acknowledge(key.verifier().name(), note);
  }

  @Override
  public Health look() {
    String end = vigil.look(segment);
    return new Health(end, vigil.shortage());
  }

  @Override
  public String explain(Exception e) {
    return Disk.explain(e);
  }

  @Override
  public void close() throws IOException {
    segment.close();
  }

  private FrameWriter begin() throws IOException {
    FrameWriter fresh = new FrameWriter(files.open(log.segment(range.size())));
    first = range.size();
    String header = new LogState(range, ledger, checkpoint).header(key);
    fresh.put(Frame.Type.HEADER, header.getBytes(StandardCharsets.UTF_8));
    fresh.commit();
    SegmentDirectory.force(log.path());
    return fresh;
  }
}

package org.imprimatur.provenance.formats;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.cbor.MalformedContent;

/**
 * JPEG (ISO/IEC 10918-1): the store is spread over APP11 segments in the form of ISO 19566-5 annex
 * D, each with the head of the superbox, an instance number and a sequence number. They are written
 * right after the start of the image.
 */
final class JpegContainer implements Container {
  private static final int APP11 = 0xeb;
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int JUMBF = 0x4a50;
  private static final int C2PA_UUID = 0x63327061;

  /** Marker, length, "JP", instance, sequence number. */
  private static final int SEGMENT_HEAD = 12;

  private static final int BOX_HEAD = 8;
  private static final int MAX_PAYLOAD = 0xffff - 10 - BOX_HEAD;

  /** A JPEG marker segment from its 0xff on. */
  private record Segment(int marker, Range range) {}

  /** One APP11 segment of a JUMBF superbox. */
  private record Piece(int instance, int sequence, Range range) {}

  @Override
  public String mediaType() {
    return "image/jpeg";
  }

  @Override
  public boolean recognises(ByteSource file) {
    if (file.size() < 4) {
      return false;
    }
    byte[] start = file.read(0, 3);
    return (start[0] & 0xff) == 0xff && (start[1] & 0xff) == 0xd8 && (start[2] & 0xff) == 0xff;
  }

  @Override
  public Optional<EmbeddedStore> find(ByteSource file) {
    List<Piece> pieces = storePieces(file);
    if (pieces.isEmpty()) {
      return Optional.empty();
    }
    ByteArrayOutputStream store = new ByteArrayOutputStream();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (piece.sequence() != i + 1 || piece.instance() != pieces.get(0).instance()) {
        throw new MalformedContent("JPEG: the segments of the manifest store are out of order");
      }
      int skip = SEGMENT_HEAD + (i == 0 ? 0 : BOX_HEAD);
      Container.checkedStoreSize(store.size() + piece.range().length());
      store.writeBytes(
          file.read(piece.range().start() + skip, (int) piece.range().length() - skip));
    }
    return Optional.of(
        new EmbeddedStore(
            Bytes.of(store.toByteArray()), pieces.stream().map(Piece::range).toList()));
  }

  @Override
  public Frame frame(ByteSource file, int storeSize) {
    List<Frame.Part> after = new ArrayList<>();
    long from = 2;
    for (Piece piece : storePieces(file)) {
      after.add(new Frame.Kept(Range.between(from, piece.range().start())));
      from = piece.range().end();
    }
    after.add(new Frame.Kept(Range.between(from, file.size())));
    int content = storeSize - BOX_HEAD;
    int segments = (content + MAX_PAYLOAD - 1) / MAX_PAYLOAD;
    long size = content + (long) segments * (SEGMENT_HEAD + BOX_HEAD);
    return new Frame(List.of(new Frame.Kept(new Range(0, 2))), new Range(2, size), after);
  }

  @Override
  public byte[] wrap(byte[] store) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int sequence = 1;
    for (int at = BOX_HEAD; at < store.length; at += MAX_PAYLOAD) {
      int count = Math.min(MAX_PAYLOAD, store.length - at);
      ByteBuffer segment = ByteBuffer.allocate(SEGMENT_HEAD + BOX_HEAD + count);
      segment.putShort((short) (0xff00 | APP11)).putShort((short) (segment.capacity() - 2));
      segment.putShort((short) JUMBF).putShort((short) 1).putInt(sequence++);
      segment.put(store, 0, BOX_HEAD).put(store, at, count);
      out.writeBytes(segment.array());
    }
    return out.toByteArray();
  }

  private static List<Piece> storePieces(ByteSource file) {
    List<Piece> pieces = new ArrayList<>();
    int instance = -1;
    for (Segment segment : segments(file)) {
      if (segment.marker() != APP11 || segment.range().length() < SEGMENT_HEAD + BOX_HEAD) {
        continue;
      }
      ByteBuffer head = ByteBuffer.wrap(file.read(segment.range().start() + 4, 16));
      if ((head.getShort() & 0xffff) != JUMBF) {
        continue;
      }
      Piece piece = new Piece(head.getShort() & 0xffff, head.getInt(), segment.range());
      if (piece.sequence() == 1 && isStore(file, segment.range())) {
        if (instance >= 0) {
          throw new MalformedContent("JPEG: more than one manifest store");
        }
        instance = piece.instance();
      }
      if (piece.instance() == instance) {
        pieces.add(piece);
      }
    }
    return pieces;
  }

  /** The first segment of a superbox shows the type of its content. */
  private static boolean isStore(ByteSource file, Range segment) {
    int typeAt = SEGMENT_HEAD + BOX_HEAD + 8;
    return segment.length() >= typeAt + 16
        && ByteBuffer.wrap(file.read(segment.start() + typeAt, 4)).getInt() == C2PA_UUID;
  }

  /** The marker segments before the first scan. */
  private static List<Segment> segments(ByteSource file) {
    List<Segment> found = new ArrayList<>();
    long at = 2;
    while (at + 4 <= file.size()) {
      ByteBuffer head = ByteBuffer.wrap(file.read(at, 4));
      if (head.get() != (byte) 0xff) {
        throw new MalformedContent("JPEG, byte %d: expected a marker".formatted(at));
      }
      int marker = head.get() & 0xff;
      if (marker == 0xff) {
        at++;
        continue;
      }
      if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
        return found;
      }
      Range range = new Range(at, 2 + (head.getShort() & 0xffff));
      if (range.length() < 4 || range.end() > file.size()) {
        throw new MalformedContent("JPEG, byte %d: a segment ends early".formatted(at));
      }
      found.add(new Segment(marker, range));
      at = range.end();
    }
    return found;
  }
}

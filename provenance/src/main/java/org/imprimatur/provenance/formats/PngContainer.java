package org.imprimatur.provenance.formats;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.cbor.MalformedContent;

/** PNG (ISO/IEC 15948): the store is the one {@code caBX} chunk, written right after IHDR. */
final class PngContainer implements Container {
  private static final byte[] SIGNATURE = HexFormat.of().parseHex("89504e470d0a1a0a");
  private static final String CHUNK = "caBX";
  private static final int CHUNK_FRAME = 12;
  private static final int AFTER_HEADER = 8 + CHUNK_FRAME + 13;

  @Override
  public String mediaType() {
    return "image/png";
  }

  @Override
  public boolean recognises(ByteSource file) {
    return file.size() >= 8 && Arrays.equals(file.read(0, 8), SIGNATURE);
  }

  @Override
  public Optional<EmbeddedStore> find(ByteSource file) {
    List<Range> chunks = storeChunks(file);
    if (chunks.isEmpty()) {
      return Optional.empty();
    }
    if (chunks.size() > 1) {
      throw new MalformedContent("PNG: more than one caBX chunk");
    }
    Range chunk = chunks.get(0);
    int size = Container.checkedStoreSize(chunk.length() - CHUNK_FRAME);
    byte[] store = file.read(chunk.start() + 8, size);
    int crc = ByteBuffer.wrap(file.read(chunk.end() - 4, 4)).getInt();
    // No hash covers these four bytes. The official toolkit ignores them, so they only get a
    // remark.
    List<String> remarks =
        crc == checksum(store) ? List.of() : List.of("the checksum of the caBX chunk is wrong");
    return Optional.of(new EmbeddedStore(Bytes.of(store), chunks, remarks));
  }

  @Override
  public Frame frame(ByteSource file, int storeSize) {
    List<Frame.Part> after = new ArrayList<>();
    long from = AFTER_HEADER;
    for (Range chunk : storeChunks(file)) {
      after.add(new Frame.Kept(Range.between(from, chunk.start())));
      from = chunk.end();
    }
    after.add(new Frame.Kept(Range.between(from, file.size())));
    return new Frame(
        List.of(new Frame.Kept(new Range(0, AFTER_HEADER))),
        new Range(AFTER_HEADER, CHUNK_FRAME + (long) storeSize),
        after);
  }

  @Override
  public byte[] wrap(byte[] store) {
    byte[] type = CHUNK.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(CHUNK_FRAME + store.length)
        .putInt(store.length)
        .put(type)
        .put(store)
        .putInt(checksum(store))
        .array();
  }

  private static int checksum(byte[] store) {
    CRC32 crc = new CRC32();
    crc.update(CHUNK.getBytes(StandardCharsets.US_ASCII));
    crc.update(store);
    return (int) crc.getValue();
  }

  /** The places of the caBX chunks; chunk by chunk up to IEND. */
  private static List<Range> storeChunks(ByteSource file) {
    List<Range> found = new ArrayList<>();
    long at = 8;
    String type = "";
    while (!type.equals("IEND")) {
      ByteBuffer head = ByteBuffer.wrap(file.read(at, 8));
      long length = head.getInt() & 0xffff_ffffL;
      type = new String(head.array(), 4, 4, StandardCharsets.ISO_8859_1);
      Range chunk = new Range(at, length + CHUNK_FRAME);
      if (chunk.end() > file.size()) {
        throw new MalformedContent("PNG, byte %d: chunk %s ends early".formatted(at, type));
      }
      if (type.equals(CHUNK)) {
        found.add(chunk);
      }
      at = chunk.end();
    }
    return found;
  }
}

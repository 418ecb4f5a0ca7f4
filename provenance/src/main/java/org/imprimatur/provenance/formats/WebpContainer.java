package org.imprimatur.provenance.formats;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.cbor.MalformedContent;

/**
 * WebP (RFC 9649): the store is the one {@code C2PA} chunk at the end of the RIFF. The hard binding
 * excludes the chunk's head and data, not its pad byte.
 */
final class WebpContainer implements Container {
  private static final String CHUNK = "C2PA";
  private static final int HEAD = 8;
  private static final int FIRST_CHUNK = 12;

  @Override
  public String mediaType() {
    return "image/webp";
  }

  @Override
  public boolean recognises(ByteSource file) {
    if (file.size() < FIRST_CHUNK) {
      return false;
    }
    String start = new String(file.read(0, FIRST_CHUNK), StandardCharsets.ISO_8859_1);
    return start.startsWith("RIFF") && start.endsWith("WEBP");
  }

  @Override
  public Optional<EmbeddedStore> find(ByteSource file) {
    List<Range> chunks = chunks(file, true);
    if (chunks.isEmpty()) {
      return Optional.empty();
    }
    if (chunks.size() > 1) {
      throw new MalformedContent("WebP: more than one C2PA chunk");
    }
    Range chunk = chunks.get(0);
    int size = Container.checkedStoreSize(chunk.length() - HEAD);
    Bytes store = Bytes.of(file.read(chunk.start() + HEAD, size));
    return Optional.of(new EmbeddedStore(store, chunks));
  }

  @Override
  public Frame frame(ByteSource file, int storeSize) {
    List<Frame.Part> before = new ArrayList<>();
    List<Range> kept = chunks(file, false);
    long body = 4;
    for (Range chunk : kept) {
      before.add(new Frame.Kept(chunk));
      body += chunk.length();
      if (chunk.length() % 2 == 1) {
        before.add(new Frame.Fresh(Bytes.of(new byte[1])));
        body++;
      }
    }
    long start = 8 + body;
    int pad = storeSize % 2;
    before.add(0, new Frame.Fresh(Bytes.of(riffHead(body + HEAD + storeSize + pad))));
    return new Frame(
        before,
        new Range(start, HEAD + (long) storeSize),
        List.of(new Frame.Fresh(Bytes.of(new byte[pad]))));
  }

  @Override
  public byte[] wrap(byte[] store) {
    return ByteBuffer.allocate(HEAD + store.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(CHUNK.getBytes(StandardCharsets.US_ASCII))
        .putInt(store.length)
        .put(store)
        .array();
  }

  private static byte[] riffHead(long size) {
    return ByteBuffer.allocate(FIRST_CHUNK)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt((int) size)
        .put("WEBP".getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  /** The chunks without their pad bytes: those that hold a store, or all others. */
  private static List<Range> chunks(ByteSource file, boolean stores) {
    long end = Math.min(file.size(), HEAD + size(file, 4));
    List<Range> found = new ArrayList<>();
    long at = FIRST_CHUNK;
    while (at + HEAD <= end) {
      Range chunk = new Range(at, HEAD + size(file, at + 4));
      if (chunk.end() > file.size()) {
        throw new MalformedContent("WebP, byte %d: a chunk ends early".formatted(at));
      }
      String type = new String(file.read(at, 4), StandardCharsets.ISO_8859_1);
      if (type.equals(CHUNK) == stores) {
        found.add(chunk);
      }
      at = chunk.end() + chunk.length() % 2;
    }
    return found;
  }

  private static long size(ByteSource file, long at) {
    return ByteBuffer.wrap(file.read(at, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xffff_ffffL;
  }
}

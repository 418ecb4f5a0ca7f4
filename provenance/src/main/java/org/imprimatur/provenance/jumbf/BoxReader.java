package org.imprimatur.provenance.jumbf;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.imprimatur.provenance.cbor.MalformedContent;

/**
 * Reads a tree of JUMBF boxes. Refuses nesting beyond {@value #MAX_DEPTH}, more than {@value
 * #MAX_BOXES} boxes, labels that occur twice in one superbox, and boxes that leave their parent.
 */
public final class BoxReader {
  static final int MAX_DEPTH = 32;
  static final int MAX_BOXES = 20_000;

  private static final int LABEL = 2;
  private static final int ID = 4;
  private static final int HASH = 8;
  private static final int PRIVATE_BOX = 16;
  private static final int REQUESTABLE = 1;

  private final byte[] all;
  private int count;

  private BoxReader(byte[] all) {
    this.all = all;
  }

  /**
   * Reads the one superbox that {@code content} holds. The array must not change afterwards.
   *
   * @throws MalformedContent if it is anything else
   */
  public static SuperBox read(byte[] content) {
    ByteBuffer in = ByteBuffer.wrap(content);
    Box box = new BoxReader(content).box(in, 0);
    if (in.hasRemaining()) {
      throw new MalformedContent("JUMBF: bytes after the end of the superbox");
    }
    if (box instanceof SuperBox superBox) {
      return superBox;
    }
    throw new MalformedContent("JUMBF: expected a superbox, got " + box.fourLetters());
  }

  private Box box(ByteBuffer in, int depth) {
    if (depth > MAX_DEPTH || ++count > MAX_BOXES) {
      throw malformed(in, "too many boxes or boxes too deep");
    }
    int start = in.position();
    need(in, 8);
    long size = in.getInt() & 0xffff_ffffL;
    String fourLetters = fourLetters(in);
    if (size == 1) {
      need(in, 8);
      size = in.getLong();
    }
    int headSize = in.position() - start;
    if (size < headSize || size - headSize > in.remaining()) {
      throw malformed(in, "a box of " + size + " bytes does not fit");
    }
    int end = (int) (start + size);
    ByteBuffer raw = ByteBuffer.wrap(all, start, (int) size);
    Box read =
        fourLetters.equals("jumb")
            ? superBox(raw, headSize, depth)
            : new Box(fourLetters, raw, headSize);
    in.position(end);
    return read;
  }

  private SuperBox superBox(ByteBuffer raw, int headSize, int depth) {
    ByteBuffer in = raw.duplicate();
    in.position(in.position() + headSize);
    Box first = box(in, depth + 1);
    if (!first.fourLetters().equals("jumd")) {
      throw malformed(in, "a superbox starts with " + first.fourLetters() + " instead of jumd");
    }
    SuperBox.Description description = description(first.content());
    List<Box> children = new ArrayList<>();
    Set<String> labels = new HashSet<>();
    while (in.hasRemaining()) {
      Box child = box(in, depth + 1);
      if (child instanceof SuperBox inner && !labels.add(inner.label())) {
        throw malformed(in, "two boxes share the label " + inner.label());
      }
      children.add(child);
    }
    return new SuperBox(description, children, raw, headSize);
  }

  private SuperBox.Description description(ByteBuffer in) {
    need(in, 17);
    byte[] type = new byte[16];
    in.get(type);
    int toggles = in.get();
    if ((toggles & (REQUESTABLE | LABEL)) != (REQUESTABLE | LABEL)
        || (toggles & ~(REQUESTABLE | LABEL | ID | HASH | PRIVATE_BOX)) != 0) {
      throw malformed(in, "a description without a requestable label");
    }
    String label = label(in);
    int extras = ((toggles & ID) == 0 ? 0 : 4) + ((toggles & HASH) == 0 ? 0 : 32);
    need(in, extras);
    in.position(in.position() + extras);
    if ((toggles & PRIVATE_BOX) != 0) {
      box(in, MAX_DEPTH);
    }
    if (in.hasRemaining()) {
      throw malformed(in, "bytes after the end of a description");
    }
    return new SuperBox.Description(HexFormat.of().formatHex(type), label);
  }

  private static String label(ByteBuffer in) {
    int start = in.position();
    while (in.hasRemaining()) {
      if (in.get() == 0) {
        ByteBuffer text = in.duplicate();
        text.position(start).limit(in.position() - 1);
        return utf8(text);
      }
    }
    throw malformed(in, "a label without an end");
  }

  private static String utf8(ByteBuffer text) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedContent("JUMBF: a label is not UTF-8", e);
    }
  }

  private static String fourLetters(ByteBuffer in) {
    byte[] letters = new byte[4];
    in.get(letters);
    return new String(letters, StandardCharsets.ISO_8859_1);
  }

  private static void need(ByteBuffer in, int count) {
    if (in.remaining() < count) {
      throw malformed(in, "ends early");
    }
  }

  private static MalformedContent malformed(ByteBuffer in, String what) {
    return new MalformedContent("JUMBF, byte " + in.position() + ": " + what);
  }
}

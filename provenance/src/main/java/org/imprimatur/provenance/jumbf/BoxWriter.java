package org.imprimatur.provenance.jumbf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Writes JUMBF boxes. Labels are requestable (toggles 3), as C2PA demands. */
public final class BoxWriter {
  private static final int REQUESTABLE_WITH_LABEL = 3;

  private BoxWriter() {}

  /** A superbox with its description box and {@code content}, which are whole boxes. */
  public static byte[] superBox(String type, String label, List<byte[]> content) {
    byte[] name = label.getBytes(StandardCharsets.UTF_8);
    ByteBuffer description = ByteBuffer.allocate(16 + 1 + name.length + 1);
    description.put(HexFormat.of().parseHex(type)).put((byte) REQUESTABLE_WITH_LABEL).put(name);
    byte[] described = box("jumd", description.array());
    int size = described.length + content.stream().mapToInt(part -> part.length).sum();
    ByteBuffer all = ByteBuffer.allocate(size).put(described);
    content.forEach(all::put);
    return box("jumb", all.array());
  }

  /** A box of four letters with its content. */
  public static byte[] box(String fourLetters, byte[] content) {
    return ByteBuffer.allocate(8 + content.length)
        .putInt(8 + content.length)
        .put(fourLetters.getBytes(StandardCharsets.US_ASCII))
        .put(content)
        .array();
  }
}

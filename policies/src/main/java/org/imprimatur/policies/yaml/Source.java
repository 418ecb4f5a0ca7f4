package org.imprimatur.policies.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;

/**
 * The text of one file, read once: what is parsed, digested and shown in messages is the same.
 *
 * @param name the file's name as messages show it
 * @param lines the text without line ends
 */
public record Source(String name, List<String> lines, Sha256 digest) {
  /** No policy file is larger than this, in bytes. */
  public static final int MAX_BYTES = 256 * 1024;

  public Source {
    lines = List.copyOf(lines);
  }

  /**
   * Decodes {@code content} as UTF-8.
   *
   * @throws ConfigurationException if it is too large or not UTF-8
   */
  public static Source of(String name, byte[] content) {
    if (content.length > MAX_BYTES) {
      throw new ConfigurationException(
          "%s:1:1: the file has %d bytes, more than the %d that are read; split it or shorten it"
              .formatted(name, content.length, MAX_BYTES));
    }
    return new Source(name, List.of(decode(name, content).split("\n", -1)), Sha256.of(content));
  }

  public static Source of(String name, String text) {
    return of(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The whole text, with line feeds between the lines. */
  public String text() {
    return String.join("\n", lines);
  }

  /** The place at a line and column, both counted from 1. */
  public Place at(int line, int column, int length) {
    return new Place(this, line, column, length);
  }

  @Override
  public String toString() {
    return "Source[" + name + ", " + lines.size() + " lines]";
  }

  private static String decode(String name, byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes)
          .toString()
          .replace("\r\n", "\n")
          .replaceFirst("^\uFEFF", "");
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(
          "%s:%d:1: the byte at offset %d is not UTF-8; save the file as UTF-8"
              .formatted(name, lineOf(content, bytes.position()), bytes.position()),
          e);
    }
  }

  private static int lineOf(byte[] content, int offset) {
    int line = 1;
    for (int i = 0; i < offset; i++) {
      line += content[i] == '\n' ? 1 : 0;
    }
    return line;
  }
}

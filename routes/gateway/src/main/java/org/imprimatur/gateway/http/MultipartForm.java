package org.imprimatur.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.InvalidRequest;

/** A body of type {@code multipart/form-data} (RFC 7578), read strictly. Immutable. */
record MultipartForm(List<Part> parts) {
  private static final Pattern BOUNDARY =
      Pattern.compile(";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");
  private static final Pattern NAME = Pattern.compile(";\\s*name=\"([^\"]{1,64})\"");
  private static final Pattern FILE = Pattern.compile(";\\s*filename=\"([^\"]{0,255})\"");
  private static final byte[] BLANK_LINE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_PARTS = 40;
  private static final int MAX_HEADERS = 4096;

  MultipartForm {
    parts = List.copyOf(parts);
  }

  /**
   * One field.
   *
   * @param fileName as the caller names it; empty for plain fields
   */
  record Part(String name, String fileName, Bytes content) {
    String text() {
      return new String(content.toByteArray(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Reads a body.
   *
   * @throws InvalidRequest if it is not well formed
   */
  static MultipartForm parse(String contentType, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw malformed("names no boundary");
    }
    String mark = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    byte[] delimiter = ("\r\n--" + mark).getBytes(StandardCharsets.ISO_8859_1);
    List<Part> parts = new ArrayList<>();
    // The first delimiter has no line break before it.
    int at =
        startsWith(body, 0, Arrays.copyOfRange(delimiter, 2, delimiter.length))
            ? delimiter.length - 2
            : after(body, 0, delimiter);
    while (!startsWith(body, at, "--".getBytes(StandardCharsets.US_ASCII))) {
      int end = find(body, at, delimiter);
      if (end < 0 || parts.size() == MAX_PARTS) {
        throw malformed(end < 0 ? "ends inside a part" : "has too many parts");
      }
      parts.add(part(body, at, end));
      at = end + delimiter.length;
    }
    return new MultipartForm(parts);
  }

  /** The parts called {@code name}. */
  List<Part> named(String name) {
    return parts.stream().filter(part -> part.name.equals(name)).toList();
  }

  private static Part part(byte[] body, int from, int to) {
    int blank = find(body, from, BLANK_LINE);
    if (blank < 0 || blank > to || blank - from > MAX_HEADERS) {
      throw malformed("has a part without headers");
    }
    String headers =
        new String(body, from, blank - from, StandardCharsets.UTF_8).replace("\r\n", "\n");
    String disposition =
        headers
            .lines()
            .filter(
                line -> line.toLowerCase(Locale.ROOT).startsWith("content-disposition: form-data"))
            .findFirst()
            .orElseThrow(() -> malformed("has a part that is no form field"));
    String name =
        group(NAME, disposition).orElseThrow(() -> malformed("has a part without a name"));
    byte[] content = Arrays.copyOfRange(body, Math.min(blank + BLANK_LINE.length, to), to);
    return new Part(name, group(FILE, disposition).orElse(""), Bytes.of(content));
  }

  private static Optional<String> group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static int after(byte[] body, int from, byte[] sought) {
    int found = find(body, from, sought);
    if (found < 0) {
      throw malformed("does not hold the boundary that its type names");
    }
    return found + sought.length;
  }

  private static int find(byte[] body, int from, byte[] sought) {
    for (int at = from; at + sought.length <= body.length; at++) {
      if (body[at] == sought[0] && startsWith(body, at, sought)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] body, int at, byte[] start) {
    return at + start.length <= body.length
        && Arrays.equals(body, at, at + start.length, start, 0, start.length);
  }

  private static InvalidRequest malformed(String what) {
    return new InvalidRequest("body", "is not a valid multipart/form-data: it " + what);
  }
}

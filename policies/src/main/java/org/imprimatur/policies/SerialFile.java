package org.imprimatur.policies;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;

/** Remembers versions over restarts: one line a file, of serial, digest and name. */
record SerialFile(Path file) {
  private static final String HEAD =
      "# The newest version of each policy that was ever in force. Remove a line only to allow an"
          + " older one.\n";
  private static final Pattern LINE = Pattern.compile("([0-9]{1,18}) ([0-9a-f]{64}) (\\S+)");

  /**
   * What the file remembers; nothing where there is none yet.
   *
   * @throws ConfigurationException if it cannot be read
   */
  Versions read() {
    if (!Files.exists(file)) {
      return Versions.NONE;
    }
    SortedMap<String, Version> versions = new TreeMap<>();
    int number = 0;
    for (String line : lines()) {
      number++;
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        versions.put(
            matcher.group(3),
            new Version(
                Long.parseLong(matcher.group(1)),
                Sha256.ofDigest(HexFormat.of().parseHex(matcher.group(2)))));
      } else if (!line.startsWith("#") && !line.isBlank()) {
        throw new ConfigurationException(
            "%s:%d:1: expected SERIAL SHA256 NAME; restore the file, or remove the line if an older"
                    .formatted(file, number)
                + " policy may come back");
      }
    }
    return new Versions(versions);
  }

  /**
   * Replaces the file as a whole, durably.
   *
   * @throws ConfigurationException if it cannot be written
   */
  void write(Versions versions) {
    StringBuilder text = new StringBuilder(HEAD);
    versions
        .byName()
        .forEach(
            (name, version) ->
                text.append(version.serial())
                    .append(' ')
                    .append(version.content().hex())
                    .append(' ')
                    .append(name)
                    .append('\n'));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s:1:1: the versions of the policies cannot be remembered (%s); make the folder writable"
              .formatted(file, e),
          e);
    }
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s:1:1: cannot be read (%s); make it a readable file".formatted(file, e), e);
    }
  }
}

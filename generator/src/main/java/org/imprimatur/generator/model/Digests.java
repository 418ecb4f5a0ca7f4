package org.imprimatur.generator.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;

/**
 * The SHA-256 of each file of a model folder, by its path in it with forward slashes; the format of
 * {@code sha256sum}. Immutable.
 */
public final class Digests {
  /** The file of a folder that pins all others. */
  public static final String FILE = "SHA256SUMS";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](.+)");
  private static final int BUFFER = 1 << 16;

  private final SortedMap<String, Sha256> byPath;

  private Digests(SortedMap<String, Sha256> byPath) {
    this.byPath = Collections.unmodifiableSortedMap(byPath);
  }

  /**
   * Reads a file of pins.
   *
   * @throws ConfigurationException naming the line that cannot be read
   */
  public static Digests read(Path file) {
    SortedMap<String, Sha256> byPath = new TreeMap<>();
    try {
      int number = 0;
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        number++;
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || byPath.containsKey(matcher.group(2))) {
          throw new ConfigurationException(
              "%s:%d: expected a digest of 64 hexadecimal digits, two spaces and a path that "
                      .formatted(file, number)
                  + "occurs once, as sha256sum writes it");
        }
        byPath.put(matcher.group(2), new Sha256(matcher.group(1)));
      }
    } catch (IOException e) {
      throw new ConfigurationException(file + ": cannot be read: " + e.getMessage(), e);
    }
    return new Digests(byPath);
  }

  /** Digests {@code files}, given by path in the folder. */
  static Digests measure(Map<String, Path> files) {
    SortedMap<String, Sha256> byPath = new TreeMap<>();
    files.forEach((name, file) -> byPath.put(name, digest(file)));
    return new Digests(byPath);
  }

  public SortedMap<String, Sha256> byPath() {
    return byPath;
  }

  /** One digest over all: that of the lines, sorted by path. */
  public Sha256 summary() {
    return Sha256.ofText(toString());
  }

  /**
   * Compares the pins with what lies in {@code folder}.
   *
   * @throws ConfigurationException naming the file that differs, is missing or is not pinned
   */
  void requireEqual(Path folder, Digests found) {
    byPath.forEach(
        (path, pin) -> {
          Sha256 digest = found.byPath.get(path);
          if (digest == null) {
            throw unfit(folder, path, "is pinned in " + FILE + " but missing");
          }
          if (!digest.equals(pin)) {
            throw unfit(folder, path, "has digest " + digest.hex() + ", pinned is " + pin.hex());
          }
        });
    for (String path : found.byPath.keySet()) {
      if (!byPath.containsKey(path)) {
        throw unfit(folder, path, "is not pinned in " + FILE);
      }
    }
  }

  /** The lines that {@code sha256sum} would write, sorted by path. */
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    byPath.forEach(
        (path, digest) -> lines.append(digest.hex()).append("  ").append(path).append('\n'));
    return lines.toString();
  }

  private static ConfigurationException unfit(Path folder, String path, String what) {
    return new ConfigurationException(
        "%s: %s; restore the folder or remove it".formatted(folder.resolve(path), what));
  }

  private static Sha256 digest(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return Sha256.ofDigest(digest.digest());
    } catch (IOException e) {
      throw new ConfigurationException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

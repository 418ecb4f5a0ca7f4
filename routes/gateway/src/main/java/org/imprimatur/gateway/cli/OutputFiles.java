package org.imprimatur.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.OutputFormat;
import org.imprimatur.gateway.Home;

/** The files that released images go to. */
record OutputFiles(Path first, int count, Home home) {
  /**
   * Looks before anything is drawn.
   *
   * @throws ConfigurationException if the directory is absent or not writable
   */
  void checkWritable() {
    Path directory = parent(first);
    if (!Files.isDirectory(directory)) {
      throw new ConfigurationException("there is no directory " + directory + "; create it first");
    }
    if (!Files.isWritable(directory) || Files.isDirectory(first)) {
      throw new ConfigurationException(first + " cannot be written; choose another --output");
    }
  }

  /**
   * The format that the suffix of {@code file} names; PNG where there is no suffix.
   *
   * @throws ConfigurationException if it names none
   */
  static OutputFormat format(Path file, int quality) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String suffix = name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "";
    return switch (suffix) {
      case "png", "" -> OutputFormat.PNG;
      case "jpg", "jpeg" -> new OutputFormat.Jpeg(quality);
      case "webp" -> new OutputFormat.Webp();
      default ->
          throw new ConfigurationException(
              "the suffix of %s names no format; use .png, .jpg or .webp".formatted(file));
    };
  }

  Path file(int index) {
    if (count == 1) {
      return first;
    }
    String name = String.valueOf(first.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    String suffix = dot < 0 ? "" : name.substring(dot);
    return parent(first).resolve("%s-%d%s".formatted(stem, index + 1, suffix));
  }

  /** Writes the whole file or none of it; a released image is never lost to a full disk. */
  void write(Bytes content, Answer.Released released, Path file) {
    try {
      writeWhole(content, file);
    } catch (IOException e) {
      Path rescue =
          home.directory().resolve("rescued/" + released.ticket().requestId() + suffix(file));
      try {
        Files.createDirectories(parent(rescue));
        writeWhole(content, rescue);
      } catch (IOException again) {
        again.addSuppressed(e);
        throw new ConfigurationException(
            "the released image could be written neither to %s nor to %s: %s"
                .formatted(file, rescue, again),
            again);
      }
      throw new ConfigurationException(
          "the released image could not be written to %s (%s); it is in %s"
              .formatted(file, e, rescue),
          e);
    }
  }

  private static String suffix(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.contains(".") ? name.substring(name.lastIndexOf('.')) : "";
  }

  private static void writeWhole(Bytes content, Path file) throws IOException {
    Path part = parent(file).resolve("." + file.getFileName() + ".part");
    try {
      Files.write(part, content.toByteArray());
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}

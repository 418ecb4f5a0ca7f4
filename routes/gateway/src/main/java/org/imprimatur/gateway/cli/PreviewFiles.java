package org.imprimatur.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.imprimatur.api.Answer;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Preview;
import org.imprimatur.provenance.formats.PngEncoder;

/**
 * Where the previews of released pictures go: plain PNG files, unsigned, named for the picture and
 * the step.
 *
 * @param directory none where nobody wants previews
 */
record PreviewFiles(Optional<Path> directory) {
  static final PreviewFiles NONE = new PreviewFiles(Optional.empty());

  private static final int MOST = 8;

  /** How many are kept with each picture. */
  int most() {
    return directory.isPresent() ? MOST : 0;
  }

  /**
   * Makes the directory, before anything is drawn.
   *
   * @throws ConfigurationException if it cannot be written to
   */
  void checkWritable() {
    directory.ifPresent(
        place -> {
          try {
            Files.createDirectories(place);
          } catch (IOException e) {
            throw unwritable(place, e);
          }
          if (!Files.isWritable(place)) {
            throw unwritable(place, new IOException("not writable"));
          }
        });
  }

  /**
   * Writes what the policy lets through.
   *
   * @param picture the file of the picture
   */
  void write(Answer.Released released, Path picture) {
    directory.ifPresent(place -> write(released, place, stem(picture)));
  }

  private static void write(Answer.Released released, Path place, String stem) {
    for (Preview preview : released.image().source().previews()) {
      Path file =
          place.resolve("%s-step-%02d-of-%02d.png".formatted(stem, preview.step(), preview.of()));
      try {
        Files.write(file, PngEncoder.encode(preview.image()));
      } catch (IOException e) {
        throw unwritable(file, e);
      }
    }
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static ConfigurationException unwritable(Path place, IOException e) {
    return new ConfigurationException(
        "previews cannot be written to %s (%s); choose another --preview-dir".formatted(place, e),
        e);
  }
}

package org.imprimatur.gateway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Answer;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.gateway.Home;

/** Where released images were written, by journal entry, so that they can be named by it. */
record Outputs(Path list) {
  static Outputs of(Home home) {
    return new Outputs(home.directory().resolve("outputs.txt"));
  }

  void remember(Answer.Released released, Path file) {
    released
        .receipt()
        .ifPresent(receipt -> append(receipt.index() + " " + file.toAbsolutePath() + "\n"));
  }

  /**
   * The file that {@code reference} means: a path, the number of a journal entry, or {@code last}.
   *
   * @throws ConfigurationException if there is none
   */
  Path find(String reference) {
    if (Files.isRegularFile(Path.of(reference))) {
      return Path.of(reference);
    }
    List<String> lines = lines();
    Optional<String> line =
        reference.equals("last")
            ? lines.stream().reduce((earlier, later) -> later)
            : lines.stream()
                .filter(each -> each.startsWith(reference + " "))
                .reduce((earlier, later) -> later);
    return line.map(each -> Path.of(each.substring(each.indexOf(' ') + 1)))
        .filter(Files::isRegularFile)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "there is no file '%s', and no image of that journal entry is known or still"
                            .formatted(reference)
                        + " where it was written; give the path of a released image"));
  }

  private List<String> lines() {
    try {
      return Files.exists(list) ? Files.readAllLines(list, StandardCharsets.UTF_8) : List.of();
    } catch (IOException e) {
      throw new ConfigurationException("%s cannot be read: %s".formatted(list, e), e);
    }
  }

  /** A convenience: its failure costs no image. */
  private void append(String line) {
    try {
      Files.writeString(list, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      System.getLogger(Outputs.class.getName())
          .log(System.Logger.Level.WARNING, "the list of outputs cannot be written", e);
    }
  }
}

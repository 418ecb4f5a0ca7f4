package org.imprimatur.gateway.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.ConfigurationException;

/**
 * Prompts to try, each with an id. Its text form shows counts alone.
 *
 * @param skipped how many rows were left out because their label says that they are harmless
 */
record RedTeam(List<Attempt> attempts, int skipped) {
  RedTeam {
    attempts = List.copyOf(attempts);
  }

  /** One prompt; its text form shows the id alone. */
  record Attempt(String id, String prompt) {
    @Override
    public String toString() {
      return "Attempt[" + id + "]";
    }
  }

  @Override
  public String toString() {
    return "RedTeam[" + attempts.size() + " attempts, " + skipped + " skipped]";
  }

  /**
   * Reads a list of prompts: a CSV file (RFC 4180) with a column {@code prompt} and perhaps {@code
   * id} and {@code label} (rows labelled 0 are harmless and skipped), or one prompt a line.
   *
   * @throws ConfigurationException if it cannot be read or holds no prompt
   */
  static RedTeam read(Path file) {
    List<List<String>> lines = Csv.lines(text(file));
    if (lines.isEmpty()) {
      throw new ConfigurationException(file + " holds no prompt");
    }
    int prompt = lines.get(0).indexOf("prompt");
    RedTeam list = prompt < 0 ? plain(text(file)) : columns(file, lines, prompt);
    if (list.attempts().isEmpty()) {
      throw new ConfigurationException(
          "%s holds no prompt to try (%d labelled harmless)".formatted(file, list.skipped()));
    }
    return list;
  }

  private static RedTeam plain(String text) {
    List<Attempt> attempts = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        attempts.add(new Attempt("line-" + number, line.strip()));
      }
    }
    return new RedTeam(attempts, 0);
  }

  private static RedTeam columns(Path file, List<List<String>> lines, int prompt) {
    List<String> header = lines.get(0);
    int id = header.indexOf("id");
    int label = header.indexOf("label");
    List<Attempt> attempts = new ArrayList<>();
    int skipped = 0;
    for (int row = 1; row < lines.size(); row++) {
      List<String> cells = lines.get(row);
      if (cells.size() != header.size()) {
        throw new ConfigurationException(
            "%s: record %d has %d cells, the header has %d: quote cells that hold commas"
                .formatted(file, row + 1, cells.size(), header.size()));
      }
      if (label >= 0 && cells.get(label).equals("0")) {
        skipped++;
      } else if (!cells.get(prompt).isBlank()) {
        attempts.add(
            new Attempt(id < 0 ? "record-" + (row + 1) : cells.get(id), cells.get(prompt)));
      }
    }
    return new RedTeam(attempts, skipped);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new ConfigurationException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}

package org.imprimatur.gateway.cli;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values (RFC 4180) as rows of cells. For one thread. */
final class Csv {
  private final List<List<String>> lines = new ArrayList<>();
  private List<String> line = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();
  private boolean quoted;

  private Csv() {}

  /** The rows of a text; empty rows are left out. */
  static List<List<String>> lines(String text) {
    Csv csv = new Csv();
    for (int i = 0; i < text.length(); i++) {
      boolean twice = i + 1 < text.length() && text.charAt(i + 1) == '"';
      if (text.charAt(i) == '"' && csv.quoted && twice) {
        csv.cell.append('"');
        i++;
      } else {
        csv.take(text.charAt(i));
      }
    }
    csv.take('\n');
    return csv.lines;
  }

  private void take(char c) {
    if (c == '"') {
      quoted = !quoted;
    } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
      cell.append(c);
    } else if (c == ',') {
      endCell();
    } else if (c == '\n') {
      endCell();
      if (line.size() > 1 || !line.get(0).isEmpty()) {
        lines.add(line);
      }
      line = new ArrayList<>();
    }
  }

  private void endCell() {
    line.add(cell.toString());
    cell.setLength(0);
  }
}

package org.imprimatur.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.Sha256;

/** Rows of a CSV file (RFC 4180) with the columns {@code id,prompt,label}. */
record LabelledPrompts(String name, List<Row> rows) {
  LabelledPrompts {
    rows = List.copyOf(rows);
  }

  /** One prompt; its text form shows the id alone. */
  record Row(String id, String prompt, boolean isHarm) {
    @Override
    public String toString() {
      return "Row[" + id + "]";
    }
  }

  static LabelledPrompts read(Path file) throws IOException {
    List<List<String>> lines = cells(Files.readString(file));
    List<String> header = lines.get(0);
    int id = header.indexOf("id");
    int prompt = header.indexOf("prompt");
    int label = header.indexOf("label");
    if (id < 0 || prompt < 0 || label < 0) {
      throw new IOException(file + " needs the columns id, prompt and label");
    }
    List<Row> rows = new ArrayList<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      if (line.size() >= header.size()) {
        rows.add(new Row(line.get(id), line.get(prompt), line.get(label).equals("1")));
      }
    }
    return new LabelledPrompts(file.getFileName().toString().replace(".csv", ""), rows);
  }

  /** The rows that the training recipe keeps for {@code part}; all for an empty name. */
  LabelledPrompts part(String part) {
    return part.isEmpty()
        ? this
        : new LabelledPrompts(
            name + " (" + part + ")",
            rows.stream().filter(row -> partOf(row.id()).equals(part)).toList());
  }

  List<Row> harms(int most) {
    return rows.stream().filter(Row::isHarm).limit(most).toList();
  }

  private String partOf(String id) {
    String pair = name.equals("coprov2_train") ? id.replaceFirst("^[su]_", "") : id;
    byte[] key = (name + "/" + pair).getBytes(StandardCharsets.UTF_8);
    int bucket = Integer.parseInt(Sha256.of(key).hex().substring(0, 2), 16) % 10;
    return bucket == 0 ? "test" : bucket == 1 ? "tune" : "train";
  }

  private static List<List<String>> cells(String text) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        line.add(cell.toString().replace("\r", ""));
        cell.setLength(0);
        if (c == '\n') {
          lines.add(line);
          line = new ArrayList<>();
        }
      } else {
        cell.append(c);
      }
    }
    return lines;
  }
}

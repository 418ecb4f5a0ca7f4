package org.imprimatur.policies.yaml;

import org.imprimatur.api.ConfigurationException;

/**
 * Where something stands in a source: line and column count from 1, the length is in characters.
 * Two places are equal where they name the same characters of the same file.
 */
public record Place(Source source, int line, int column, int length) {
  private static final int SHOWN = 100;

  /**
   * The failure that something at this place causes.
   *
   * @param problem what is wrong
   * @param remedy what to do about it
   */
  public ConfigurationException error(String problem, String remedy) {
    return new ConfigurationException(
        "%s: %s%n%s%n%s".formatted(this, problem, excerpt(), remedy).replace("\r\n", "\n"));
  }

  /** As {@code file:line:column}. */
  @Override
  public String toString() {
    return source.name() + ":" + line + ":" + column;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Place that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** The line and a caret below the place; of a long line, the part around it. */
  private String excerpt() {
    String text = line <= source.lines().size() ? source.lines().get(line - 1) : "";
    int at = Math.max(0, Math.min(column - 1, text.length()));
    int from = Math.max(0, at - SHOWN / 2);
    int to = Math.min(text.length(), from + SHOWN);
    String shown = printable(text.substring(from, to));
    int carets = Math.max(1, Math.min(length, to - at));
    String margin = "%5d | ".formatted(line);
    return margin + shown + "\n" + " ".repeat(margin.length() + at - from) + "^".repeat(carets);
  }

  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ").stripTrailing();
  }
}

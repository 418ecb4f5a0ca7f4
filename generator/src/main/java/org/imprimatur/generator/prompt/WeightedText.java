package org.imprimatur.generator.prompt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A prompt whose parts weigh differently, in the notation that front ends of Stable Diffusion have
 * in common: {@code (part)} weighs 1.1 times as much as what is around it, {@code [part]} that much
 * less, {@code (part:1.3)} 1.3 times; brackets nest, and after a backslash they are text. What is
 * not closed reaches to the end; a bracket that closes nothing is text. Immutable.
 */
public record WeightedText(List<Part> parts) {
  /** The largest weight that a part may have. */
  public static final double MOST = 4;

  private static final double STEP = 1.1;
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\\\[()\\[\\]\\\\]|[(\\[]|:\\s{0,3}([0-9]{1,3}(?:\\.[0-9]{0,6})?)\\s{0,3}\\)|[)\\]]"
              + "|[^\\\\()\\[\\]:]+|[\\\\:]");

  /** Text with one weight, 1 for ordinary text. */
  public record Part(String text, double weight) {}

  /** A bracket that is still open, and the first part in it. */
  private record Open(char bracket, int from) {}

  public WeightedText {
    parts = List.copyOf(parts);
  }

  /** Reads {@code text}; every text is one. */
  public static WeightedText parse(String text) {
    List<Part> parts = new ArrayList<>();
    Set<Integer> marks = new HashSet<>();
    Deque<Open> open = new ArrayDeque<>();
    Matcher tokens = TOKEN.matcher(text);
    while (tokens.find()) {
      String token = tokens.group();
      char first = token.charAt(0);
      int before = parts.size();
      boolean closesRound = !open.isEmpty() && open.peek().bracket() == '(';
      if (token.length() == 1 && (first == '(' || first == '[')) {
        open.push(new Open(first, parts.size()));
      } else if (tokens.group(1) != null && closesRound) {
        weigh(parts, open.pop(), Double.parseDouble(tokens.group(1)));
      } else if (token.equals(")") && closesRound) {
        weigh(parts, open.pop(), STEP);
      } else if (token.equals("]") && !open.isEmpty() && open.peek().bracket() == '[') {
        weigh(parts, open.pop(), 1 / STEP);
      } else {
        parts.add(new Part(first == '\\' && token.length() == 2 ? token.substring(1) : token, 1));
      }
      if (parts.size() == before) {
        marks.add(before);
      }
    }
    while (!open.isEmpty()) {
      Open unclosed = open.pop();
      weigh(parts, unclosed, unclosed.bracket() == '(' ? STEP : 1 / STEP);
    }
    return new WeightedText(joined(parts, marks));
  }

  /** The text without marks. */
  public String plain() {
    return parts.stream().map(Part::text).collect(Collectors.joining());
  }

  /** The largest weight of any part; 1 where there is none. */
  public double heaviest() {
    return parts.stream().mapToDouble(Part::weight).max().orElse(1);
  }

  private static void weigh(List<Part> parts, Open open, double factor) {
    for (int i = open.from(); i < parts.size(); i++) {
      parts.set(i, new Part(parts.get(i).text(), parts.get(i).weight() * factor));
    }
  }

  /**
   * Neighbours of equal weight as one part, unless a mark stood between them: a mark ends a word,
   * as it does for whoever moderates the text, so that none can hide a word in two halves.
   */
  private static List<Part> joined(List<Part> parts, Set<Integer> marks) {
    List<Part> joined = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      int last = joined.size() - 1;
      if (last >= 0 && !marks.contains(i) && joined.get(last).weight() == part.weight()) {
        joined.set(last, new Part(joined.get(last).text() + part.text(), part.weight()));
      } else {
        joined.add(part);
      }
    }
    return joined;
  }
}

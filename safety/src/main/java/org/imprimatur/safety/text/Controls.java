package org.imprimatur.safety.text;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Syntax that steers a front end or a model instead of describing a picture: add-on names, weights,
 * wildcards, alternatives, arguments. Every pattern is bounded, so that reading stays linear.
 */
public final class Controls {
  private static final int DEEPEST_NESTING = 4;
  private static final String WEIGHT = "weight";
  private static final String EMPHASIS = "emphasis";

  private static final List<Control> ALL =
      List.of(
          control("add-on", 0.6, "<[a-z]{2,20} {0,3}:[^<>]{0,200}>", ""),
          control("add-on", 0.6, "\\b(?:embedding|lora|hypernet):[\\w.-]{1,100}", ""),
          control("wildcard", 0.6, "__[\\w/*-]{1,60}?__", ""),
          control("json", 0.7, "\\{\\s{0,9}\"[^\"{}]{1,64}\"\\s{0,9}:[^{}]{0,2000}\\}", ""),
          control("argument", 0.4, "(?<!\\S)--[a-z]{1,20}(?:[ =][\\w:.]{1,20})?", ""),
          control(
              "editing", 0.4, "\\[([^\\[\\]:]{0,200}):([^\\[\\]:]{0,200}):[\\d.]{1,6}\\]", "$1 $2"),
          control("alternatives", 0.4, "\\{([^{}|]{1,200}+)\\|[^{}]{0,1000}\\}", "$1"),
          control(WEIGHT, 0.1, "\\(([^():]{1,300}+):\\s{0,3}[-+]?[\\d.]{1,6}\\)", "$1"),
          control(EMPHASIS, 0.1, "[(\\[]{2,20}+([^()\\[\\]]{1,300}+)[)\\]]{2,20}", "$1"));

  private static final List<Control> BUT_WEIGHTS =
      ALL.stream().filter(it -> !List.of(WEIGHT, EMPHASIS).contains(it.name())).toList();

  /** As generators read them: brackets that no backslash precedes, and numbers before one. */
  private static final Pattern MARK_OF_WEIGHT =
      Pattern.compile("(?<!\\\\)[()\\[\\]]|:\\s{0,3}[0-9.]{1,10}\\s{0,3}\\)");

  private Controls() {}

  /** A kind of control, how much it steers (0 to 1), and what is left when it is removed. */
  private record Control(String name, double weight, Pattern pattern, String rest) {}

  /** The most steering control of a text. */
  public record Found(String name, double weight) {
    public static final Found NOTHING = new Found("none", 0);
  }

  /** The text without controls, the described words left in place. */
  public static String remove(String text) {
    return remove(text, ALL);
  }

  /** The text without controls other than weights, for a model that reads these. */
  public static String removeButWeights(String text) {
    return remove(text, BUT_WEIGHTS);
  }

  /** The text without marks of weights, and without the space around it. */
  public static String removeMarksOfWeights(String text) {
    return MARK_OF_WEIGHT.matcher(text).replaceAll("").strip();
  }

  private static String remove(String text, List<Control> controls) {
    String rest = text;
    for (int depth = 0; depth < DEEPEST_NESTING; depth++) {
      String before = rest;
      for (Control control : controls) {
        rest = control.pattern().matcher(rest).replaceAll(control.rest());
      }
      if (rest.equals(before)) {
        break;
      }
    }
    return rest.equals(text) ? text : rest.replaceAll("[ \\t]{2,}", " ").strip();
  }

  public static Found strongest(String text) {
    Found strongest = Found.NOTHING;
    for (Control control : ALL) {
      if (control.weight() > strongest.weight() && control.pattern().matcher(text).find()) {
        strongest = new Found(control.name(), control.weight());
      }
    }
    return strongest;
  }

  private static Control control(String name, double weight, String pattern, String rest) {
    return new Control(name, weight, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), rest);
  }
}

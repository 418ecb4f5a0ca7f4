package org.imprimatur.safety.text;

/**
 * One reading of a text. Its text form shows name and length alone.
 *
 * @param name how the reading was made, for instance {@code leet} or {@code base64.skeleton}
 */
public record View(String name, String text) {
  /** The name of the reading that changes nothing but the normal form. */
  public static final String PLAIN = "plain";

  /** The name of the reading that every ordinary text has: NFKC, case folded. */
  public static final String FOLDED = "folded";

  /** What was undone before the reading, up to the last dot of the name; empty for nothing. */
  public String layer() {
    return name.substring(0, name.lastIndexOf('.') + 1);
  }

  /** Whether the reading undoes nothing that a writer would have to do on purpose. */
  public boolean isOpen() {
    return name.equals(PLAIN) || name.equals(FOLDED);
  }

  @Override
  public String toString() {
    return "View[" + name + ", " + text.length() + " characters]";
  }
}

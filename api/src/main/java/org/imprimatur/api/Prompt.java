package org.imprimatur.api;

/**
 * The words of a request. Its text form shows lengths alone, so that prompts do not end up in logs.
 *
 * @param text what the picture should show
 * @param negative what it should not show; may be empty
 */
public record Prompt(String text, String negative) {
  /** The longest text of either kind, in UTF-16 units, whatever a policy says. */
  public static final int MAX_LENGTH = 32_000;

  public Prompt {
    if (text.isBlank()) {
      throw new InvalidRequest("prompt", "must not be empty");
    }
    checkLength("prompt", text);
    checkLength("negative_prompt", negative);
  }

  public static Prompt of(String text) {
    return new Prompt(text, "");
  }

  private static void checkLength(String parameter, String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidRequest(
          parameter, "is %d characters long; at most %d".formatted(text.length(), MAX_LENGTH));
    }
  }

  @Override
  public String toString() {
    return "Prompt[" + text.length() + " characters, negative " + negative.length() + "]";
  }
}

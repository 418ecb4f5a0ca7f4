package org.imprimatur.api;

import java.util.regex.Pattern;

/**
 * An emergency that a caller declares for one request. Whether it changes anything is for the
 * policy to say.
 *
 * @param ticket where the emergency is written down
 * @param reason in a few words; recorded
 */
public record BreakGlass(String ticket, String reason) {
  private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{2,63}");
  private static final Pattern REASON = Pattern.compile("[^\\p{C}]{10,200}");

  public BreakGlass {
    if (!TICKET.matcher(ticket).matches()) {
      throw new InvalidRequest("break-glass", "begins with a ticket such as INC-4711");
    }
    if (!REASON.matcher(reason).matches()) {
      throw new InvalidRequest("break-glass", "gives a reason of 10 to 200 characters");
    }
  }

  /**
   * Reads {@code TICKET REASON}.
   *
   * @throws InvalidRequest if it is not of that form
   */
  public static BreakGlass parse(String text) {
    String[] parts = text.strip().split("\\s+", 2);
    return new BreakGlass(parts[0], parts.length == 2 ? parts[1] : "");
  }
}

package org.imprimatur.api;

import java.time.Duration;

/**
 * What the gate remembers of a caller, and of the whole tenant, at the moment a request enters. The
 * request itself is counted; what was refused for coming too often is not.
 */
public record History(Tally caller, Tally tenant) {
  /** Nothing is remembered. */
  public static final History NONE = new History(Tally.NONE, Tally.NONE);

  /**
   * The images that were asked for lately.
   *
   * @param running those that have no answer yet
   * @param blockedLastHour those that were refused for their content
   * @param blockedLastDay the same within 24 hours
   */
  public record Tally(
      int running,
      Window lastMinute,
      Window lastHour,
      Window lastDay,
      int blockedLastHour,
      int blockedLastDay) {
    static final Tally NONE = new Tally(0, Window.NONE, Window.NONE, Window.NONE, 0, 0);
  }

  /**
   * How many fell into a stretch of time that ends now.
   *
   * @param relief until the oldest of them leaves the window; zero where there is none
   */
  public record Window(int count, Duration relief) {
    public static final Window NONE = new Window(0, Duration.ZERO);
  }
}

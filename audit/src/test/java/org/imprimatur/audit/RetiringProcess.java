package org.imprimatur.audit;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import org.imprimatur.audit.content.ContentVault;

/**
 * A process that writes requests' lives to a log and retires what it has written, at once and
 * without end, and prints a line for each life and each retirement.
 */
final class RetiringProcess {
  private RetiringProcess() {}

  /** Arguments: the directory of the log, that of the vault, a name for the run. */
  public static void main(String[] arguments) throws Exception {
    Path log = Path.of(arguments[0]);
    JournalSettings settings =
        JournalSettings.of(log, "example.org/audit", Clock.systemUTC()).withSegmentBytes(5_000);
    Retention rule =
        new Retention(
            Period.ofDays(40),
            ContentVault.open(Path.of(arguments[1])),
            Clock.offset(Clock.systemUTC(), Duration.ofDays(50)));
    try (SegmentJournal journal = SegmentJournal.open(settings)) {
      for (int i = 0; ; i++) {
        Lives.append(journal, Lives.accepted(arguments[2] + "-" + i));
        say("life " + Lives.append(journal, Lives.released(arguments[2] + "-" + i)).index());
        if (i % 3 == 0) {
          say("kept " + rule.retire(journal, Retirable.in(log)));
        }
      }
    }
  }

  @SuppressWarnings("SystemOut") // the test on the other side of the pipe reads it
  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}

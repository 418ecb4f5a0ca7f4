package org.imprimatur.gateway.cli;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.Journal;
import org.imprimatur.audit.Retention;
import org.imprimatur.audit.Retirable;
import org.imprimatur.routes.JournalPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code imprimatur audit retire}: drops old entries by the rule of the configuration. */
@Command(
    name = "retire",
    description =
        "Drops entries that are older than keep-entries in journal.yaml, all but their hashes; the"
            + " tree and all proofs stay. A running gateway does so by itself every hour.",
    mixinStandardHelpOptions = true)
final class AuditRetireCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Option(names = "--dry-run", description = "Only says how far the rule reaches now.")
  private boolean dryRun;

  AuditRetireCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    JournalAccess access = JournalAccess.of(workplace);
    JournalPlace place = JournalPlace.of(access.places());
    Retention rule =
        place
            .retention(Clock.systemUTC())
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "all entries are kept: there is no rule keep-entries in "
                            + access.places().journalSettings()));
    Retirable log = place.retirable();
    try {
      if (dryRun) {
        say("Would be kept", rule.retirable(log));
      } else {
        retire(access, rule, log);
      }
      return ExitCode.DONE;
    } catch (IOException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    } catch (JournalUnavailable e) {
      throw new ConfigurationException(
          "the journal did not take the notice, so nothing was dropped: " + e.getMessage(), e);
    }
  }

  /** A store does a part at a time. */
  private void retire(JournalAccess access, Retention rule, Retirable log) throws IOException {
    try (Journal journal = access.journal()) {
      long before = log.firstKept();
      long kept = rule.retire(journal, log);
      while (kept > before) {
        before = kept;
        kept = rule.retire(journal, log);
      }
      say("Kept", kept);
    }
  }

  private void say(String what, long first) {
    workplace.console().result("%s: the entries from %d on".formatted(what, first));
  }
}

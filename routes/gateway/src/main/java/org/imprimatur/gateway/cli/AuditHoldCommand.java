package org.imprimatur.gateway.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.Erasure;
import org.imprimatur.audit.Journal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code imprimatur audit hold}: keeps a person's content for the law. */
@Command(
    name = "hold",
    description = "Keeps the prompts of a person from erasure and expiry, or ends that.",
    mixinStandardHelpOptions = true)
final class AuditHoldCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Mixin private PersonOptions person = new PersonOptions();

  @Option(names = "--lift", description = "Ends the hold.")
  private boolean lift;

  AuditHoldCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws IOException {
    JournalAccess access = JournalAccess.of(workplace);
    try (Journal journal = access.journal()) {
      Erasure erasure = new Erasure(journal, access.vault());
      Erasure.Order order = person.order(journal);
      Receipt receipt = lift ? erasure.lift(order) : erasure.hold(order);
      workplace
          .console()
          .result(
              "%s; the journal says so in entry %d"
                  .formatted(lift ? "The hold is lifted" : "Held", receipt.index()));
      return ExitCode.DONE;
    } catch (JournalUnavailable e) {
      throw new ConfigurationException("the journal did not take the order: " + e.getMessage(), e);
    }
  }
}

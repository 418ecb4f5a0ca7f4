package org.imprimatur.gateway.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.Erasure;
import org.imprimatur.audit.Journal;
import org.imprimatur.audit.content.ContentVault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code imprimatur audit erase}: makes everything that a person wrote unreadable for ever. */
@Command(
    name = "erase",
    description =
        "Destroys the keys to all prompts of a person. Entries and proofs stay; a legal hold wins.",
    mixinStandardHelpOptions = true)
final class AuditEraseCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Mixin private PersonOptions person = new PersonOptions();

  AuditEraseCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws IOException {
    JournalAccess access = JournalAccess.of(workplace);
    ContentVault vault = access.vault();
    try (Journal journal = access.journal()) {
      Receipt receipt = new Erasure(journal, vault).erase(person.order(journal));
      workplace.console().result("Erased; the journal says so in entry " + receipt.index());
      return ExitCode.DONE;
    } catch (ContentVault.LegalHold hold) {
      workplace.console().result("Not erased: " + hold.getMessage());
      return ExitCode.REFUSED;
    } catch (JournalUnavailable e) {
      throw new ConfigurationException(
          "the journal did not take the order: %s; see audit hold and try again"
              .formatted(e.getMessage()),
          e);
    }
  }
}

package org.imprimatur.gateway.cli;

import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.Erasure;
import org.imprimatur.audit.Journal;
import picocli.CommandLine.Option;

/** Whose content a command is about, and why. */
final class PersonOptions {
  @Option(names = "--tenant", required = true, description = "The tenant that the person is of.")
  private String tenant = "";

  @Option(
      names = "--person",
      required = true,
      description =
          "The subject of the person's tokens, or the pseudonym of 64 digits that entries show.")
  private String person = "";

  @Option(
      names = "--reason",
      required = true,
      description = "Goes into the journal, for instance the number of the request.")
  private String reason = "";

  @Option(
      names = "--approved-by",
      description = "Who else has agreed; goes into the journal.",
      defaultValue = "")
  private String approvedBy = "";

  Erasure.Order order(Journal journal) {
    if (person.isBlank() || reason.isBlank()) {
      throw new ConfigurationException("--person and --reason must not be empty");
    }
    String subject = person.matches("[0-9a-f]{64}") ? person : journal.pseudonym(tenant, person);
    String by = Operators.name();
    return new Erasure.Order(
        tenant, subject, approvedBy.isBlank() ? by : by + ", " + approvedBy, reason);
  }
}

package org.imprimatur.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.Journal;
import org.imprimatur.audit.LogPseudonyms;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.routes.JournalPlace;

/** The journal of the installation, as commands reach it: also beside a running gateway. */
record JournalAccess(GatePlaces places) {
  static JournalAccess of(Workplace workplace) {
    return new JournalAccess(new GatePlaces(workplace.home().directory()));
  }

  /** The log, to be read. */
  StoredLog log() {
    return JournalPlace.of(places).log();
  }

  /** The name of a person in the journal; entries hold no other. */
  String pseudonym(String tenant, String person) {
    return person.matches("[0-9a-f]{64}")
        ? person
        : LogPseudonyms.read(places.journal()).of(tenant, person);
  }

  /** The journal, to add notices to. */
  Journal journal() {
    return JournalPlace.of(places).forCommands(Clock.systemUTC());
  }

  /** The keys to what people wrote. */
  ContentVault vault() {
    if (!Files.isDirectory(places.vault())) {
      throw new ConfigurationException(
          "there are no keys to prompts in %s; whoever has them can read and erase prompts"
              .formatted(places.vault()));
    }
    return JournalPlace.of(places).vault();
  }

  /** Reads a verifier key as the log publishes it. */
  static NoteVerifierKey key(Path file) {
    try {
      return NoteVerifierKey.parse(Files.readString(file).strip());
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "%s is no verifier key of a journal (%s); it looks like name+id+key"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Reads a file that an auditor names. */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ConfigurationException("%s cannot be read: %s".formatted(file, e), e);
    }
  }
}

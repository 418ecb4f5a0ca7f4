package org.imprimatur.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.Journal;
import org.imprimatur.audit.JournalSettings;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.VisitedJournal;
import org.imprimatur.audit.postgres.Database;
import org.imprimatur.audit.postgres.PostgresJournal;
import org.imprimatur.audit.postgres.PostgresLog;

/**
 * Where a gate keeps its journal: in files of its state directory, or, where that holds a file
 * {@code journal.yaml}, in the PostgreSQL database that its lines of {@code key: value} name. The
 * keys of the log lie in the state directory in either case.
 */
public final class JournalPlace {
  private static final List<String> KEYS = List.of("database", "user", "password-file");

  private final GatePlaces places;
  private final Optional<Database> database;

  private JournalPlace(GatePlaces places, Optional<Database> database) {
    this.places = places;
    this.database = database;
  }

  /**
   * Reads the settings of the gate at {@code places}.
   *
   * @throws ConfigurationException naming file and line if a line cannot be used
   */
  public static JournalPlace of(GatePlaces places) {
    Path file = places.journalSettings();
    return new JournalPlace(
        places, Files.exists(file) ? Optional.of(database(file)) : Optional.empty());
  }

  /** The log, to be read. */
  public StoredLog log() {
    return database
        .<StoredLog>map(PostgresLog::new)
        .orElseGet(() -> StoredLog.in(begun(places.journal())));
  }

  /** The journal for one command of an operator, also beside running gateways. */
  public Journal forCommands(Clock clock) {
    return database.isPresent()
        ? inDatabase(database.get(), clock)
        : VisitedJournal.openOrVisit(
            JournalSettings.of(begun(places.journal()), GatePlaces.ORIGIN, clock),
            places.journalDoor());
  }

  /** The journal in the database; empty where it is kept in files. */
  Optional<Journal> inDatabase(Clock clock) {
    return database.map(found -> inDatabase(found, clock));
  }

  private Journal inDatabase(Database found, Clock clock) {
    return PostgresJournal.open(
        new PostgresJournal.Settings(
            found, places.journal().resolve("keys"), GatePlaces.ORIGIN, clock));
  }

  private static Path begun(Path journal) {
    if (!Files.isDirectory(journal)) {
      throw new ConfigurationException(
          "there is no journal in %s yet; it begins with the first request".formatted(journal));
    }
    return journal;
  }

  private static Database database(Path file) {
    Map<String, String> values = new TreeMap<>();
    List<String> lines = text(file).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      int colon = line.indexOf(": ");
      String key = colon < 0 ? "" : line.substring(0, colon);
      if (!line.isEmpty() && !line.startsWith("#")) {
        if (!KEYS.contains(key) || values.put(key, line.substring(colon + 2).strip()) != null) {
          throw new ConfigurationException(
              "%s:%d: write 'key: value', each once, with one of %s"
                  .formatted(file, i + 1, String.join(", ", KEYS)));
        }
      }
    }
    String url = values.getOrDefault("database", "");
    if (url.isEmpty()) {
      throw new ConfigurationException(
          file + " names no database: jdbc:postgresql://HOST/DATABASE");
    }
    String passwordFile = values.getOrDefault("password-file", "");
    String password = passwordFile.isEmpty() ? "" : text(file.resolveSibling(passwordFile)).strip();
    return Database.at(url, values.getOrDefault("user", ""), password);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ConfigurationException("%s cannot be read: %s".formatted(file, e), e);
    }
  }
}

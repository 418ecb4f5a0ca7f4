package org.imprimatur.routes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.Anchors;
import org.imprimatur.audit.Journal;
import org.imprimatur.audit.JournalSettings;
import org.imprimatur.audit.LogKeys;
import org.imprimatur.audit.Retention;
import org.imprimatur.audit.Retirable;
import org.imprimatur.audit.SetAside;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.VisitedJournal;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.postgres.Database;
import org.imprimatur.audit.postgres.PostgresJournal;
import org.imprimatur.audit.postgres.PostgresLog;
import org.imprimatur.audit.postgres.RetirablePostgresLog;

/**
 * Where a gate keeps its journal: in files of its state directory, or in the PostgreSQL database
 * that the file {@code journal.yaml} there names, lines of {@code key: value}. The file also names
 * where a second copy and anchors are kept, and how long entries are. The keys of the log and the
 * master key to prompts lie in the state directory in every case.
 */
public final class JournalPlace {
  private static final List<String> KEYS =
      List.of(
          "anchor-every",
          "anchors",
          "database",
          "keep-entries",
          "password-file",
          "second-copy",
          "time-stamping",
          "user",
          "vault-database");

  private final GatePlaces places;
  private final Optional<Databases> databases;
  private final Keepsakes keepsakes;
  private final Optional<Period> kept;

  /** Where nodes share a journal, and the keys to prompts. */
  private record Databases(Database journal, Database vault) {}

  /**
   * What else is kept of the journal.
   *
   * @param copy the directory of the second copy
   * @param anchors the directory of checkpoints
   * @param every how often a checkpoint is kept
   * @param authority puts its time stamp on each
   */
  record Keepsakes(
      Optional<Path> copy, Optional<Path> anchors, Duration every, Optional<URI> authority) {
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Keepsakes NONE =
        new Keepsakes(Optional.empty(), Optional.empty(), USUAL, Optional.empty());
  }

  private JournalPlace(
      GatePlaces places,
      Optional<Databases> databases,
      Keepsakes keepsakes,
      Optional<Period> kept) {
    this.places = places;
    this.databases = databases;
    this.keepsakes = keepsakes;
    this.kept = kept;
  }

  /**
   * Reads the settings of the gate at {@code places}.
   *
   * @throws ConfigurationException naming file and line if a line cannot be used
   */
  public static JournalPlace of(GatePlaces places) {
    Path file = places.journalSettings();
    if (!Files.exists(file)) {
      return new JournalPlace(places, Optional.empty(), Keepsakes.NONE, Optional.empty());
    }
    Map<String, String> values = values(file);
    Optional<Databases> databases =
        values.containsKey("database") ? Optional.of(databases(file, values)) : Optional.empty();
    require(
        file,
        databases.isPresent()
            || Stream.of("user", "password-file", "vault-database").noneMatch(values::containsKey),
        "user and password-file need database: jdbc:postgresql://HOST/DATABASE, and so does"
            + " vault-database");
    require(
        file,
        databases.isEmpty() || !values.containsKey("second-copy"),
        "second-copy is for the journal in files; have the database replicated");
    return new JournalPlace(
        places,
        databases,
        keepsakes(file, values),
        Optional.ofNullable(values.get("keep-entries")).map(text -> kept(file, text)));
  }

  Keepsakes keepsakes() {
    return keepsakes;
  }

  /** Checkpoints that are kept apart from the log; none where no place is configured for them. */
  public List<Anchors.Anchor> anchors() {
    try {
      return keepsakes.anchors().isPresent()
          ? new Anchors(keepsakes.anchors().get()).all()
          : List.of();
    } catch (IOException e) {
      throw new ConfigurationException(
          "the anchors in %s cannot be read: %s".formatted(keepsakes.anchors().get(), e), e);
    }
  }

  /** The log, to be read. */
  public StoredLog log() {
    return databases
        .<StoredLog>map(found -> new PostgresLog(found.journal()))
        .orElseGet(() -> StoredLog.in(begun(places.journal())));
  }

  /** The journal for one command of an operator, also beside running gateways. */
  public Journal forCommands(Clock clock) {
    return databases.isPresent()
        ? PostgresJournal.open(inDatabase(databases.get(), clock))
        : VisitedJournal.openOrVisit(
            JournalSettings.of(begun(places.journal()), GatePlaces.ORIGIN, clock),
            places.journalDoor());
  }

  /** The journal in the database; empty where it is kept in files. */
  Optional<Journal> inDatabase(Clock clock) {
    return databases.map(
        found -> PostgresJournal.open(inDatabase(found, clock).withVault(vault(found))));
  }

  /**
   * The keys to prompts.
   *
   * @throws ConfigurationException if they cannot be used
   */
  public ContentVault vault() {
    if (databases.isPresent()) {
      return vault(databases.get()).open();
    }
    try {
      return ContentVault.open(places.vault());
    } catch (IOException e) {
      throw new ConfigurationException(
          "the keys to prompts in %s cannot be used: %s; restore the directory or make it writable"
              .formatted(places.vault(), e.getMessage()),
          e);
    }
  }

  /**
   * The rule by which old entries are retired; empty where all are kept for ever.
   *
   * @throws ConfigurationException if the keys to prompts, which say what has to stay, cannot be
   *     used
   */
  public Optional<Retention> retention(Clock clock) {
    return kept.map(period -> new Retention(period, vault(), clock));
  }

  /** Ends of the log that were set aside; empty in a database, where there are none. */
  Optional<SetAside> tails(ContentVault vault, Clock clock) {
    return databases.isPresent()
        ? Optional.empty()
        : Optional.of(new SetAside(places.journal(), vault, clock));
  }

  /** The log, to retire its oldest entries. */
  public Retirable retirable() {
    return databases
        .<Retirable>map(
            found ->
                new RetirablePostgresLog(
                    new PostgresLog(found.journal()),
                    LogKeys.ready(keys(), true, GatePlaces.ORIGIN, new SecureRandom()).signing()))
        .orElseGet(() -> Retirable.in(begun(places.journal())));
  }

  private Path keys() {
    return places.journal().resolve("keys");
  }

  private PostgresJournal.Settings inDatabase(Databases found, Clock clock) {
    return new PostgresJournal.Settings(found.journal(), keys(), GatePlaces.ORIGIN, clock);
  }

  private PostgresJournal.Vault vault(Databases found) {
    return new PostgresJournal.Vault(found.vault(), places.vault().resolve("master.key"));
  }

  private static Path begun(Path journal) {
    if (!Files.isDirectory(journal)) {
      throw new ConfigurationException(
          "there is no journal in %s yet; it begins with the first request".formatted(journal));
    }
    return journal;
  }

  private static Map<String, String> values(Path file) {
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
    return values;
  }

  private static Databases databases(Path file, Map<String, String> values) {
    String passwordFile = values.getOrDefault("password-file", "");
    String password = passwordFile.isEmpty() ? "" : text(file.resolveSibling(passwordFile)).strip();
    String user = values.getOrDefault("user", "");
    String journal = values.getOrDefault("database", "");
    return new Databases(
        Database.at(journal, user, password),
        Database.at(values.getOrDefault("vault-database", journal), user, password));
  }

  private static Keepsakes keepsakes(Path file, Map<String, String> values) {
    boolean anchored = values.containsKey("anchors");
    require(
        file,
        anchored || !(values.containsKey("time-stamping") || values.containsKey("anchor-every")),
        "time-stamping and anchor-every need anchors: DIRECTORY");
    return new Keepsakes(
        Optional.ofNullable(values.get("second-copy")).map(file::resolveSibling),
        Optional.ofNullable(values.get("anchors")).map(file::resolveSibling),
        every(file, values.getOrDefault("anchor-every", "PT1H")),
        Optional.ofNullable(values.get("time-stamping")).map(text -> address(file, text)));
  }

  private static Duration every(Path file, String text) {
    try {
      Duration every = Duration.parse(text);
      require(file, every.toSeconds() >= 1, "anchor-every is at least PT1S");
      return every;
    } catch (DateTimeParseException e) {
      throw new ConfigurationException(
          "%s: anchor-every is a length of time such as PT1H, not %s".formatted(file, text), e);
    }
  }

  private static Period kept(Path file, String text) {
    try {
      Period period = Period.parse(text);
      require(
          file,
          Retention.isLongEnough(period),
          "keep-entries is at least P%dD".formatted(Retention.LEAST_DAYS));
      return period;
    } catch (DateTimeParseException e) {
      throw new ConfigurationException(
          "%s: keep-entries is a length of time such as P2Y or P400D, not %s".formatted(file, text),
          e);
    }
  }

  private static URI address(Path file, String text) {
    try {
      URI address = URI.create(text);
      require(file, address.getHost() != null, "time-stamping is not a web address: " + text);
      return address;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "%s: time-stamping is not a web address: %s".formatted(file, text), e);
    }
  }

  private static void require(Path file, boolean condition, String what) {
    if (!condition) {
      throw new ConfigurationException(file + ": " + what);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ConfigurationException("%s cannot be read: %s".formatted(file, e), e);
    }
  }
}

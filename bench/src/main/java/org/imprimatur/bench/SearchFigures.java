package org.imprimatur.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.JournalVerifier;
import org.imprimatur.audit.SegmentJournal;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.VerificationReport;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.search.Page;
import org.imprimatur.audit.search.Search;
import org.imprimatur.audit.search.Search.Field;
import org.imprimatur.audit.search.SearchIndex;

/**
 * What a search takes in an index of many entries, each search as the command does it: open the
 * index, find the newest 50, close. The entries are those of the chain under other names, and are
 * handed to the index without a journal. Arguments: a directory, how many entries.
 */
public final class SearchFigures {
  private static final int TENANTS = 50;
  private static final int USERS = 5_000;
  private static final int MODELS = 7;
  private static final int RULES = 20;
  private static final int QUERIES = 400;
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00.000001Z");
  private static final Duration STEP = Duration.ofSeconds(2);
  private static final List<String> CATEGORIES = List.of("violence", "sexual", "hate", "self_harm");

  private final SearchIndex index;
  private final Random random = new Random(1);
  private final long entries;

  private SearchFigures(SearchIndex index, long entries) {
    this.index = index;
    this.entries = entries;
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory(Path.of(arguments[0]), "search-figures");
    long entries = Long.parseLong(arguments[1]);
    Numbered log = new Numbered(templates(directory.resolve("templates")), entries);
    Path place = directory.resolve("index");
    try (SearchIndex index = SearchIndex.open(place, log)) {
      long started = System.nanoTime();
      long known = index.catchUp();
      double seconds = (System.nanoTime() - started) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%,d entries indexed, %,.0f/s, made for it included; %,d MiB%n",
          known,
          known / seconds,
          bytes(place) >> 20);
      new SearchFigures(index, entries).run();
    }
  }

  private void run() {
    measure("tenant and a day", () -> day(Search.ALL.with(Field.TENANT, tenant(random.nextInt()))));
    measure(
        "decision and category",
        () ->
            Search.ALL
                .with(Field.DECISION, "blocked")
                .with(Field.CATEGORY, CATEGORIES.get(random.nextInt(CATEGORIES.size()))));
    measure("rule", () -> Search.ALL.with(Field.RULE, rule(random.nextInt(RULES))));
    measure("user", () -> Search.ALL.with(Field.USER, user(random.nextInt(USERS))));
    measure("model", () -> Search.ALL.with(Field.MODEL, model(random.nextInt(MODELS))));
    measure("request", () -> Search.ALL.with(Field.REQUEST, "r" + random.nextInt(1000)));
    measure(
        "model, a page in the middle",
        () -> Search.ALL.with(Field.MODEL, model(random.nextInt(MODELS))).before(entries / 2));
    measure("everything", () -> Search.ALL);
  }

  private void measure(String what, Supplier<Search> queries) {
    long[] nanos = new long[QUERIES];
    long found = 0;
    for (int i = -QUERIES; i < QUERIES; i++) { // the first half is for the compiler
      Search search = queries.get();
      long started = System.nanoTime();
      Page page = index.search(search);
      nanos[Math.max(i, 0)] = System.nanoTime() - started;
      found += page.hits().size();
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%-28s p50 %6.2f ms, p95 %6.2f, p99 %6.2f; %.1f hits each%n",
        what,
        nanos[QUERIES / 2] / 1e6,
        nanos[QUERIES * 95 / 100] / 1e6,
        nanos[QUERIES * 99 / 100] / 1e6,
        found / (2.0 * QUERIES));
  }

  private Search day(Search search) {
    long days = Math.max(1, STEP.multipliedBy(entries).toDays());
    Instant from = BEGIN.plus(Duration.ofDays(random.nextInt((int) days)));
    return search.since(from).until(from.plus(Duration.ofDays(1)));
  }

  private static String tenant(int number) {
    return "t" + Math.floorMod(number, TENANTS);
  }

  private static String user(int number) {
    return Sha256.ofText("user " + number).hex();
  }

  private static String model(int number) {
    return "model-" + number;
  }

  private static String rule(int number) {
    return "rule-" + number;
  }

  private static long bytes(Path directory) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  /** An acceptance and a release, then an acceptance and a block. */
  private static List<AuditEntry> templates(Path directory) {
    List<AuditEntry> entries = new ArrayList<>();
    try (SegmentJournal journal =
        SegmentJournal.open(directory, "example.org/bench", Clock.systemUTC())) {
      for (double violence : new double[] {0.1, 0.99}) {
        try (Chain chain = new Chain(violence)) {
          chain.pass("a red kettle");
          for (JournalEntry entry : chain.journal.entries()) {
            JournalEntry.Decision stage = (JournalEntry.Decision) entry;
            Ticket ticket = Fixtures.ticket(FakePolicy.usual(), "request-" + violence);
            journal
                .append(
                    new JournalEntry.Decision(stage.event(), ticket, stage.trail(), stage.facts()))
                .toCompletableFuture()
                .join();
          }
        }
      }
    }
    new JournalReader(directory).forEach(0, entries::add);
    return entries;
  }

  /** A log whose entries are the templates with names and times that their numbers give them. */
  private record Numbered(List<AuditEntry> templates, long size) implements StoredLog {
    private static final int BLOCKED_ONE_IN = 10;

    @Override
    public void scan(long first, Visitor visitor) {
      for (long number = first; number < size; number++) {
        if (!visitor.entry(number, leaf(number))) {
          return;
        }
      }
    }

    private byte[] leaf(long number) {
      int life = Math.toIntExact(number / 2);
      int stage = (int) (number % 2) + (life % BLOCKED_ONE_IN == 0 ? 2 : 0);
      AuditEntry template = templates.get(stage);
      String text =
          template
              .json()
              .replace(quoted(template.stamp().requestId()), quoted("r" + life))
              .replace(quoted(template.stamp().tenant()), quoted(tenant(life)))
              .replace(template.fact("subject").orElse("none"), user(life % USERS))
              .replace(
                  member("model", template.fact("request.model").orElse("none")),
                  member("model", model(life % MODELS)))
              .replace(
                  member("time", template.time().toString()),
                  member("time", BEGIN.plus(STEP.multipliedBy(number)).toString()));
      for (AuditEntry.Reason reason : template.reasons()) {
        text =
            text.replace(
                member("rule", reason.rule()), member("rule", rule(life / BLOCKED_ONE_IN % RULES)));
      }
      return text.replace(
              member("category", "violence"),
              member("category", CATEGORIES.get(life / BLOCKED_ONE_IN % CATEGORIES.size())))
          .getBytes(StandardCharsets.UTF_8);
    }

    private static String member(String name, String value) {
      return quoted(name) + ":" + quoted(value);
    }

    private static String quoted(String text) {
      return '"' + text + '"';
    }

    @Override
    public NoteVerifierKey verifierKey() {
      throw new UnsupportedOperationException("these entries are signed by nobody");
    }

    @Override
    public VerificationReport verify(NoteVerifierKey key, JournalVerifier.Signatures signatures) {
      throw new UnsupportedOperationException("these entries are signed by nobody");
    }

    @Override
    public VerificationReport verifyTail(NoteVerifierKey key) {
      throw new UnsupportedOperationException("these entries are signed by nobody");
    }

    @Override
    public String place() {
      return "memory";
    }
  }
}

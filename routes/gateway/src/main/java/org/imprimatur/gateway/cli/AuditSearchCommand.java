package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.search.Hit;
import org.imprimatur.audit.search.Page;
import org.imprimatur.audit.search.Search;
import org.imprimatur.audit.search.Search.Field;
import org.imprimatur.audit.search.SearchIndex;
import org.imprimatur.gateway.http.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code imprimatur audit search}: finds entries, the newest first. */
@Command(
    name = "search",
    description = "Finds entries that fit everything that is named, the newest first.",
    mixinStandardHelpOptions = true)
final class AuditSearchCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Option(names = "--tenant", description = "The tenant.")
  private String tenant = "";

  @Option(
      names = "--decision",
      description = "accepted, released, blocked, held, failed, ... or the kind of a notice.")
  private String decision = "";

  @Option(names = "--category", description = "A category that the policy took exception to.")
  private String category = "";

  @Option(names = "--rule", description = "A rule that took exception.")
  private String rule = "";

  @Option(names = "--user", description = "A person's subject (with --tenant) or pseudonym.")
  private String user = "";

  @Option(names = "--model", description = "The model's name.")
  private String model = "";

  @Option(names = "--request", description = "The request's id.")
  private String request = "";

  @Option(names = "--since", description = "2026-11-01 or 2026-11-01T08:00:00Z.")
  private String since = "";

  @Option(names = "--until", description = "The first time that is too late.")
  private String until = "";

  @Option(names = "--limit", description = "Entries a page.", defaultValue = "50")
  private int limit = 50;

  @Option(names = "--before", description = "Where the last page ended.")
  private @Nullable Long before;

  @Option(names = "--json", description = "Machine-readable output.")
  private boolean json;

  AuditSearchCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    JournalAccess access = JournalAccess.of(workplace);
    Search search = search(access);
    try (SearchIndex index = SearchIndex.open(access.places().searchIndex(), access.log())) {
      index.catchUp();
      Page page = index.search(search);
      if (json) {
        workplace.console().result(describe(page));
      } else {
        show(page);
      }
    }
    return ExitCode.DONE;
  }

  private Search search(JournalAccess access) {
    if (limit < 1 || limit > Search.MAX_LIMIT) {
      throw new ConfigurationException("--limit goes from 1 to " + Search.MAX_LIMIT);
    }
    Search search = Search.ALL.limit(limit);
    search = with(search, Field.TENANT, tenant);
    search = with(search, Field.DECISION, decision);
    search = with(search, Field.CATEGORY, category);
    search = with(search, Field.RULE, rule);
    search = with(search, Field.MODEL, model);
    search = with(search, Field.REQUEST, request);
    search = with(search, Field.USER, pseudonym(access));
    search = since.isBlank() ? search : search.since(time("--since", since));
    search = until.isBlank() ? search : search.until(time("--until", until));
    return before == null ? search : search.before(before);
  }

  private String pseudonym(JournalAccess access) {
    if (!user.isBlank() && tenant.isBlank() && !user.matches("[0-9a-f]{64}")) {
      throw new ConfigurationException(
          "people have another name in each tenant: give --tenant with --user, or a pseudonym");
    }
    return user.isBlank() ? "" : access.pseudonym(tenant, user);
  }

  private static Search with(Search search, Field field, String value) {
    return value.isBlank() ? search : search.with(field, value);
  }

  private static Instant time(String option, String text) {
    try {
      return text.length() == "2026-11-01".length()
          ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
          : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new ConfigurationException(
          "%s %s is no time; write 2026-11-01 or 2026-11-01T08:00:00Z".formatted(option, text), e);
    }
  }

  private void show(Page page) {
    Console console = workplace.console();
    for (Hit hit : page.hits()) {
      console.result(
          "%8d  %-27s  %-10s %-10s %-38s %s"
              .formatted(
                  hit.index(),
                  hit.time(),
                  hit.tenant(),
                  hit.decision(),
                  hit.requestId(),
                  String.join(" ", hit.rules())));
    }
    console.result("%d of %d entries".formatted(page.hits().size(), page.indexed()));
    page.next().ifPresent(next -> console.result("more: --before " + next));
  }

  private static ObjectNode describe(Page page) {
    ObjectNode json = Json.object();
    ArrayNode hits = json.putArray("entries");
    for (Hit hit : page.hits()) {
      ObjectNode node = hits.addObject();
      node.put("index", hit.index()).put("time", hit.time().toString());
      node.put("tenant", hit.tenant()).put("decision", hit.decision());
      node.put("request", hit.requestId()).put("user", hit.user()).put("model", hit.model());
      hit.rules().forEach(node.putArray("rules")::add);
      hit.categories().forEach(node.putArray("categories")::add);
    }
    json.put("indexed", page.indexed());
    page.next().ifPresent(next -> json.put("before", next));
    return json;
  }
}

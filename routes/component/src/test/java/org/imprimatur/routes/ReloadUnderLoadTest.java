package org.imprimatur.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Category;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.TraceContext;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.policies.Installed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that change again and again while requests are on their way. */
class ReloadUnderLoadTest {
  private static final int VERSIONS = 5;
  private static final Caller CALLER = new Caller("t", "somebody", "test", Set.of("creator"));

  private static final String BASELINE =
      """
      policy: imprimatur/v1
      kind: baseline
      name: b
      serial: 1
      roles: { generate: [creator] }
      limits: { prompt-characters: 4000, max-width: 2048, max-height: 2048, max-steps: 99, max-images: 9 }
      prompt: { thresholds: { default: { block: 0.9 } } }
      output: { thresholds: { default: { block: 0.9 } } }
      """;

  @TempDir private Path home = Path.of("");

  @Test
  void every_request_is_judged_by_one_version_from_its_entry_to_its_end() throws Exception {
    GatePlaces places = new GatePlaces(home);
    publish(places, 1);
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (LivePolicies policies = LivePolicies.open(places, installed(), OpenTelemetry.noop());
        Chain chain = new Chain(0.1)) {
      policies.watch(chain.journal);
      TicketOffice office =
          new TicketOffice(
              policies.store()::forTenant,
              new RecentRequests(Clock.systemUTC()),
              Clock.systemUTC(),
              Duration.ofMinutes(1));
      Callable<Integer> load = () -> load(chain, office, ended);
      List<Future<Integer>> running = List.of(threads.submit(load), threads.submit(load));
      Set<Sha256> published = new HashSet<>();
      for (int version = 1; version <= VERSIONS; version++) {
        publish(places, version);
        published.add(inForce(policies, version));
        ask(chain, office); // so that each version has a request, however slow the others are
      }
      ended.set(true);
      for (Future<Integer> each : running) {
        assertThat(each.get()).isPositive();
      }
      assertThat(published).hasSize(VERSIONS);
      assertThat(versionsOf(chain.journal.entries())).containsAll(published);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Asks again and again; gives how often. */
  private static int load(Chain chain, TicketOffice office, AtomicBoolean ended) {
    int asked = 0;
    while (!ended.get()) {
      ask(chain, office);
      asked++;
    }
    return asked;
  }

  private static void ask(Chain chain, TicketOffice office) {
    Ticket ticket = office.issue(CALLER, TraceContext.NONE, Circumstances.NONE).orElseThrow();
    Answer answer = chain.pass(ticket, Fixtures.request("a red kettle"));
    assertThat(answer.ticket().policy()).isSameAs(ticket.policy());
  }

  /** The versions in the journal, after each request was seen to have one alone. */
  private static Set<Sha256> versionsOf(List<JournalEntry> entries) {
    Map<String, Sha256> byRequest = new HashMap<>();
    Set<Sha256> versions = new HashSet<>();
    for (JournalEntry entry : entries) {
      if (entry instanceof JournalEntry.Decision decision) {
        Sha256 digest = decision.ticket().policy().digest();
        versions.add(digest);
        Sha256 first = byRequest.putIfAbsent(decision.ticket().requestId(), digest);
        assertThat(first == null ? digest : first).isEqualTo(digest);
      }
    }
    return versions;
  }

  private static Sha256 inForce(LivePolicies policies, long serial) throws InterruptedException {
    while (policies.store().forTenant("t").orElseThrow().serial() != serial) {
      Thread.onSpinWait();
    }
    return policies.store().forTenant("t").orElseThrow().digest();
  }

  private static Installed installed() {
    return new Installed(Set.of(Category.VIOLENCE), Set.of(Category.VIOLENCE), Set.of(), Map.of());
  }

  private static void publish(GatePlaces places, int version) throws IOException {
    Files.createDirectories(places.policies().resolve("tenants"));
    Path baseline = places.policies().resolve("baseline.yaml");
    if (!Files.exists(baseline)) {
      Files.writeString(baseline, BASELINE);
    }
    Path fresh = places.home().resolve("fresh");
    Files.writeString(
        fresh, "policy: imprimatur/v1\nkind: tenant\nname: t\nserial: %d\n".formatted(version));
    Files.move(
        fresh,
        places.policies().resolve("tenants/t.yaml"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}

package org.imprimatur.routes;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.policies.Installed;
import org.imprimatur.policies.PolicyStore;
import org.imprimatur.policies.PolicyWatch;
import org.imprimatur.policies.Reload;

/**
 * The operator's own policies, watched for changes, or those that come with the software. Every
 * reload, taken up or not, is noted in the journal. Thread-safe.
 */
final class LivePolicies implements AutoCloseable {
  /** Tenants that are judged by an older version than they asked for. */
  private static final String STALE = "imprimatur.policy.stale";

  /** Tenants whose newest file is not used. */
  private static final String REFUSED = "imprimatur.policy.refused";

  private static final System.Logger LOG = System.getLogger(LivePolicies.class.getName());

  private final PolicyStore store;
  private final List<AutoCloseable> gauges;
  private final ScheduledExecutorService threads;
  private final Path directory;
  private Optional<PolicyWatch> watch = Optional.empty();

  private LivePolicies(PolicyStore store, Path directory, Meter meter) {
    this.store = store;
    this.directory = directory;
    this.gauges = List.of(gauge(meter, STALE, store::stale), gauge(meter, REFUSED, this::refused));
    this.threads =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "imprimatur-policies");
              thread.setDaemon(true);
              return thread;
            });
  }

  static LivePolicies open(GatePlaces places, Installed installed, OpenTelemetry telemetry) {
    Path directory = places.policies();
    if (Files.exists(places.policyKey()) && !Files.isDirectory(directory)) {
      throw new ConfigurationException(
          "%s demands signed policies, but there is no folder %s; put them there, or remove the key"
              .formatted(places.policyKey(), directory));
    }
    PolicyStore store =
        Files.isDirectory(directory)
            ? PolicyStore.open(places.policyPlace(), installed)
            : PolicyStore.embedded(installed);
    return new LivePolicies(store, directory, telemetry.getMeter("org.imprimatur"));
  }

  /** One a tenant that is in the set. */
  private static AutoCloseable gauge(Meter meter, String name, Supplier<Set<String>> tenants) {
    return meter
        .gaugeBuilder(name)
        .ofLongs()
        .buildWithCallback(
            now ->
                tenants
                    .get()
                    .forEach(
                        tenant -> now.record(1, Attributes.of(GateAttributes.TENANT, tenant))));
  }

  private Set<String> refused() {
    return store.refused().keySet();
  }

  /**
   * Notes what is refused already, and looks for changes from now on, where there is a directory to
   * look at.
   */
  synchronized void watch(AuditJournal journal) {
    store.refusals().forEach(journal::append);
    if (Files.isDirectory(directory)) {
      Consumer<Reload> note = reload -> reload.notices().forEach(journal::append);
      watch = Optional.of(new PolicyWatch(directory, store, threads, note));
    }
  }

  PolicyStore store() {
    return store;
  }

  /** What is wrong with the policies, for health checks. */
  Optional<String> ailment() {
    List<String> problems = new ArrayList<>();
    if (!store.refused().isEmpty()) {
      problems.add("refused: " + String.join(", ", store.refused().keySet()));
    }
    if (!store.stale().isEmpty()) {
      problems.add("policy_stale: " + String.join(", ", store.stale()));
    }
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }

  @Override
  public synchronized void close() {
    watch.ifPresent(PolicyWatch::close);
    threads.shutdownNow();
    for (AutoCloseable gauge : gauges) {
      try {
        gauge.close();
      } catch (Exception e) {
        LOG.log(System.Logger.Level.WARNING, "a gauge did not close", e);
      }
    }
  }
}

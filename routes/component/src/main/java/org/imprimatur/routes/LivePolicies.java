package org.imprimatur.routes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.policies.Measurable;
import org.imprimatur.policies.PolicyStore;
import org.imprimatur.policies.PolicyWatch;
import org.imprimatur.policies.Reload;

/**
 * The operator's own policies, watched for changes, or those that come with the software. Every
 * reload, taken up or not, is noted in the journal. Thread-safe.
 */
final class LivePolicies implements AutoCloseable {
  private final PolicyStore store;
  private final ScheduledExecutorService threads;
  private final Path directory;
  private Optional<PolicyWatch> watch = Optional.empty();

  private LivePolicies(PolicyStore store, Path directory) {
    this.store = store;
    this.directory = directory;
    this.threads =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "imprimatur-policies");
              thread.setDaemon(true);
              return thread;
            });
  }

  static LivePolicies open(Path directory, Measurable measurable) {
    boolean own = Files.isDirectory(directory);
    PolicyStore store =
        own ? PolicyStore.open(directory, measurable) : PolicyStore.embedded(measurable);
    return new LivePolicies(store, directory);
  }

  /** Looks for changes from now on, where there is a directory to look at. */
  synchronized void watch(AuditJournal journal) {
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
  }
}

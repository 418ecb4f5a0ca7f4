package org.imprimatur.policies;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.spi.TenantPolicy;

/**
 * The policies of all tenants. At first reading one tenant's bad file refuses that tenant alone,
 * and a bad baseline refuses everything. {@link #reload} reads again and swaps all policies at
 * once: what cannot be used leaves the last good version in force, and {@link #refused} says so.
 * Thread-safe.
 */
public final class PolicyStore {
  private final Supplier<Bundle> files;
  private final Optional<Measurable> measurable;
  private volatile Snapshot current;
  private volatile Optional<ConfigurationException> badBaseline = Optional.empty();

  private PolicyStore(Supplier<Bundle> files, Optional<Measurable> measurable) {
    this.files = files;
    this.measurable = measurable;
    this.current = Snapshot.first(files.get(), measurable);
  }

  /**
   * The policies in {@code directory}: its {@code baseline.yaml} and {@code tenants/*.yaml}, and
   * where they are there {@code profiles}, {@code blocklists} and {@code shadows}.
   *
   * @throws ConfigurationException if the baseline cannot be used or the tenants not be listed
   */
  public static PolicyStore open(Path directory, Measurable measurable) {
    return new PolicyStore(() -> Bundle.read(directory), Optional.of(measurable));
  }

  /**
   * As {@link #open(Path, Measurable)}, without asking whether detectors measure what is needed.
   */
  public static PolicyStore openUnmeasured(Path directory) {
    return new PolicyStore(() -> Bundle.read(directory), Optional.empty());
  }

  /** The policies that this software carries. */
  public static PolicyStore embedded(Measurable measurable) {
    return new PolicyStore(Bundle::packed, Optional.of(measurable));
  }

  /** As {@link #embedded(Measurable)}, without asking whether detectors measure what is needed. */
  public static PolicyStore embeddedUnmeasured() {
    return new PolicyStore(Bundle::packed, Optional.empty());
  }

  /** The policy that judges {@code tenant}; empty for an unknown or a refused one. */
  public Optional<TenantPolicy> forTenant(String tenant) {
    return current.judge(tenant);
  }

  /** As {@link #forTenant} without a shadow, with everything that the policy was made from. */
  public Optional<CompiledPolicy> compiled(String tenant) {
    return Optional.ofNullable(current.policies().get(tenant));
  }

  /** The tenants that have a policy, sorted. */
  public List<String> tenants() {
    return List.copyOf(current.policies().keySet());
  }

  /** The tenants whose newest file is not used, with the reason. */
  public SortedMap<String, ConfigurationException> refused() {
    return current.refused();
  }

  /** Those that are judged by an older version than they asked for; all, if it is the baseline. */
  public SortedSet<String> stale() {
    Snapshot snapshot = current;
    SortedSet<String> stale = new TreeSet<>(snapshot.policies().keySet());
    if (badBaseline.isEmpty()) {
      stale.retainAll(snapshot.refused().keySet());
    }
    return stale;
  }

  /** The digest of the baseline's file. */
  public Sha256 baselineDigest() {
    return current.baseline().source().digest();
  }

  /** The serial of each tenant's policy in force, for a record that outlives this process. */
  public SortedMap<String, Long> serials() {
    SortedMap<String, Long> serials = new TreeMap<>();
    current.policies().forEach((tenant, policy) -> serials.put(tenant, policy.serial()));
    return serials;
  }

  /**
   * Reads everything again. A request keeps the policy that it entered with; a later one gets the
   * new one. Never throws: a failure is in the answer.
   */
  public synchronized Reload reload() {
    Snapshot before = current;
    try {
      Snapshot after = before.next(files.get(), measurable);
      current = after;
      badBaseline = Optional.empty();
      return Reload.between(before, after);
    } catch (ConfigurationException e) {
      badBaseline = Optional.of(e);
      return Reload.failed(e);
    }
  }
}

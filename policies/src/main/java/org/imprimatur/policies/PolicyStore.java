package org.imprimatur.policies;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.spi.TenantPolicy;

/**
 * The policies of all tenants. One tenant's bad file refuses that tenant alone; a bad baseline
 * refuses everything. Thread-safe.
 */
public final class PolicyStore {
  private final Sha256 baseline;
  private final SortedMap<String, CompiledPolicy> policies;
  private final SortedMap<String, ConfigurationException> refused;

  private PolicyStore(Bundle bundle, Optional<Measurable> measurable) {
    PolicyCompiler compiler = new PolicyCompiler(bundle.baseline(), measurable);
    SortedMap<String, CompiledPolicy> good = new TreeMap<>();
    SortedMap<String, ConfigurationException> bad = new TreeMap<>(bundle.unreadable());
    bundle
        .tenants()
        .forEach(
            (tenant, source) -> {
              try {
                good.put(tenant, compiler.compile(tenant, source));
              } catch (ConfigurationException e) {
                bad.put(tenant, e);
              }
            });
    this.baseline = bundle.baseline().digest();
    this.policies = Collections.unmodifiableSortedMap(good);
    this.refused = Collections.unmodifiableSortedMap(bad);
  }

  /**
   * The policies in {@code directory}: its {@code baseline.yaml} and {@code tenants/*.yaml}.
   *
   * @throws ConfigurationException if the baseline cannot be used or the tenants not be listed
   */
  public static PolicyStore open(Path directory, Measurable measurable) {
    return new PolicyStore(Bundle.read(directory), Optional.of(measurable));
  }

  /**
   * As {@link #open(Path, Measurable)}, without asking whether detectors measure what is needed.
   */
  public static PolicyStore openUnmeasured(Path directory) {
    return new PolicyStore(Bundle.read(directory), Optional.empty());
  }

  /** The policies that this software carries. */
  public static PolicyStore embedded(Measurable measurable) {
    return new PolicyStore(Bundle.packed(), Optional.of(measurable));
  }

  /** As {@link #embedded(Measurable)}, without asking whether detectors measure what is needed. */
  public static PolicyStore embeddedUnmeasured() {
    return new PolicyStore(Bundle.packed(), Optional.empty());
  }

  /** The policy that judges {@code tenant}; empty for an unknown or a refused one. */
  public Optional<TenantPolicy> forTenant(String tenant) {
    return Optional.ofNullable(policies.get(tenant));
  }

  /** As {@link #forTenant}, with everything that the policy was made from. */
  public Optional<CompiledPolicy> compiled(String tenant) {
    return Optional.ofNullable(policies.get(tenant));
  }

  /** The tenants that have a policy, sorted. */
  public List<String> tenants() {
    return List.copyOf(policies.keySet());
  }

  /** The tenants whose files could not be used, with the reason. */
  public SortedMap<String, ConfigurationException> refused() {
    return refused;
  }

  /** The digest of the baseline's file. */
  public Sha256 baselineDigest() {
    return baseline;
  }
}

package org.imprimatur.policies;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.spi.TenantPolicy;
import org.imprimatur.policies.model.PolicyFile;
import org.imprimatur.policies.yaml.Source;

/**
 * The policies of all tenants at one moment. Immutable; a newer one replaces it as a whole.
 *
 * @param shadows policies that are judged beside those in force
 * @param refused why a tenant's newest file is not used; an older version of it may still judge
 */
record Snapshot(
    PolicyFile baseline,
    SortedMap<String, CompiledPolicy> policies,
    SortedMap<String, CompiledPolicy> shadows,
    SortedMap<String, ConfigurationException> refused,
    Versions versions) {
  Snapshot {
    policies = Collections.unmodifiableSortedMap(new TreeMap<>(policies));
    shadows = Collections.unmodifiableSortedMap(new TreeMap<>(shadows));
    refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
  }

  /**
   * @param known the versions that were in force before
   */
  static Snapshot first(Bundle.Read read, Optional<Installed> installed, Versions known) {
    return load(read, installed, Optional.empty(), known);
  }

  /**
   * What {@code read} makes of this. A tenant whose file is bad keeps its policy; one whose file
   * has gone loses it.
   *
   * @throws ConfigurationException if the baseline cannot be used
   */
  Snapshot next(Bundle.Read read, Optional<Installed> installed) {
    return load(read, installed, Optional.of(this), versions);
  }

  private static Snapshot load(
      Bundle.Read read, Optional<Installed> installed, Optional<Snapshot> before, Versions known) {
    Bundle bundle = read.bundle();
    PolicyCompiler compiler = new PolicyCompiler(bundle, installed);
    Versions versions = known;
    if (read.list().isPresent()) {
      versions = versions.takeUp(Versions.SIGNED, read.list().get().version(), read.place());
    }
    versions = versions.takeUp(Versions.BASELINE, compiler.baseline());
    SortedMap<String, CompiledPolicy> policies = new TreeMap<>();
    SortedMap<String, ConfigurationException> refused = new TreeMap<>(bundle.tenants().bad());
    for (Map.Entry<String, Source> file : bundle.tenants().good().entrySet()) {
      try {
        CompiledPolicy policy = compiler.compile(file.getKey(), file.getValue());
        versions = versions.takeUp(file.getKey(), policy.file());
        policies.put(file.getKey(), policy);
      } catch (ConfigurationException e) {
        refused.put(file.getKey(), e);
      }
    }
    refused.keySet().forEach(tenant -> keepLastGood(tenant, before, policies));
    return new Snapshot(
        compiler.baseline(),
        policies,
        shadows(bundle.shadows(), compiler, refused),
        refused,
        versions);
  }

  /** A bad shadow is refused alone; it never was in force. */
  private static SortedMap<String, CompiledPolicy> shadows(
      Folder folder, PolicyCompiler compiler, SortedMap<String, ConfigurationException> refused) {
    folder.bad().forEach((tenant, e) -> refused.put("shadows/" + tenant, e));
    SortedMap<String, CompiledPolicy> shadows = new TreeMap<>();
    folder
        .good()
        .forEach(
            (tenant, source) -> {
              try {
                shadows.put(tenant, compiler.compile(tenant, source));
              } catch (ConfigurationException e) {
                refused.put("shadows/" + tenant, e);
              }
            });
    return shadows;
  }

  /** The judge of {@code tenant}, with its shadow where there is one. */
  Optional<TenantPolicy> judge(String tenant) {
    CompiledPolicy active = policies.get(tenant);
    if (active == null) {
      return Optional.empty();
    }
    CompiledPolicy shadow = shadows.get(tenant);
    return Optional.of(shadow == null ? active : new ShadowedPolicy(active, shadow));
  }

  private static void keepLastGood(
      String tenant, Optional<Snapshot> before, SortedMap<String, CompiledPolicy> policies) {
    before.map(old -> old.policies().get(tenant)).ifPresent(policy -> policies.put(tenant, policy));
  }
}

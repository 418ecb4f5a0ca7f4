package org.imprimatur.policies;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.spi.TenantPolicy;
import org.imprimatur.policies.model.Header;
import org.imprimatur.policies.model.PolicyFile;

/**
 * The policies of all tenants at one moment. Immutable; a newer one replaces it as a whole.
 *
 * @param shadows policies that are judged beside those in force
 * @param refused why a tenant's newest file is not used; an older version of it may still judge
 * @param versions the highest version of each file that was ever taken up, also of files that have
 *     gone, so that an older one cannot come back
 */
record Snapshot(
    PolicyFile baseline,
    SortedMap<String, CompiledPolicy> policies,
    SortedMap<String, CompiledPolicy> shadows,
    SortedMap<String, ConfigurationException> refused,
    SortedMap<String, PolicyFile> versions) {
  private static final String BASELINE = "baseline of all tenants";

  Snapshot {
    policies = Collections.unmodifiableSortedMap(new TreeMap<>(policies));
    shadows = Collections.unmodifiableSortedMap(new TreeMap<>(shadows));
    refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
  }

  static Snapshot first(Bundle bundle, Optional<Measurable> measurable) {
    return load(bundle, measurable, Optional.empty());
  }

  /**
   * What {@code bundle} makes of this. A tenant whose file is bad keeps its policy; one whose file
   * has gone loses it.
   *
   * @throws ConfigurationException if the baseline cannot be used
   */
  Snapshot next(Bundle bundle, Optional<Measurable> measurable) {
    return load(bundle, measurable, Optional.of(this));
  }

  private static Snapshot load(
      Bundle bundle, Optional<Measurable> measurable, Optional<Snapshot> before) {
    PolicyCompiler compiler = new PolicyCompiler(bundle, measurable);
    SortedMap<String, PolicyFile> versions = new TreeMap<>();
    before.ifPresent(old -> versions.putAll(old.versions()));
    takeUp(versions, BASELINE, compiler.baseline());
    SortedMap<String, CompiledPolicy> policies = new TreeMap<>();
    SortedMap<String, ConfigurationException> refused = new TreeMap<>(bundle.tenants().bad());
    bundle
        .tenants()
        .good()
        .forEach(
            (tenant, source) -> {
              try {
                CompiledPolicy policy = compiler.compile(tenant, source);
                takeUp(versions, tenant, policy.file());
                policies.put(tenant, policy);
              } catch (ConfigurationException e) {
                refused.put(tenant, e);
              }
            });
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

  private static void takeUp(
      SortedMap<String, PolicyFile> versions, String name, PolicyFile newer) {
    PolicyFile older = versions.get(name);
    if (older != null) {
      refuseRollback(older, newer);
    }
    versions.put(name, newer);
  }

  private static void refuseRollback(PolicyFile older, PolicyFile newer) {
    Header header = newer.header();
    long known = older.header().serial();
    if (header.serial() < known) {
      throw header
          .serialPlace()
          .error(
              "serial %d is older than %d, which is in force".formatted(header.serial(), known),
              "Publish the older content under serial %d or higher.".formatted(known + 1));
    }
    boolean sameContent = Objects.equals(older.source().digest(), newer.source().digest());
    if (header.serial() == known && !sameContent) {
      throw header
          .serialPlace()
          .error(
              "the content has changed, but the serial is still " + known,
              "Write \"serial: %d\".".formatted(known + 1));
    }
  }
}

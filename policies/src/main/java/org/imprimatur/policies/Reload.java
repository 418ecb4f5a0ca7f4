package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.spi.JournalEntry;

/**
 * What one reading of the policy directory changed.
 *
 * @param changed the tenants that are judged by another version now
 * @param removed the tenants whose file has gone; their requests are refused
 * @param refused why a tenant's newest file was not taken up
 * @param baseline why nothing was taken up; empty where the baseline is good
 * @param stale the tenants that are judged by an older version than they asked for
 */
public record Reload(
    SortedMap<String, CompiledPolicy> changed,
    SortedSet<String> removed,
    SortedMap<String, ConfigurationException> refused,
    Optional<ConfigurationException> baseline,
    SortedSet<String> stale) {
  public Reload {
    changed = Collections.unmodifiableSortedMap(new TreeMap<>(changed));
    removed = Collections.unmodifiableSortedSet(new TreeSet<>(removed));
    refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    stale = Collections.unmodifiableSortedSet(new TreeSet<>(stale));
  }

  static Reload failed(ConfigurationException why, Set<String> tenants) {
    return new Reload(
        Collections.emptySortedMap(),
        Collections.emptySortedSet(),
        Collections.emptySortedMap(),
        Optional.of(why),
        new TreeSet<>(tenants));
  }

  static Reload between(Snapshot before, Snapshot after) {
    SortedMap<String, CompiledPolicy> changed = new TreeMap<>(after.policies());
    changed
        .entrySet()
        .removeIf(
            entry -> {
              CompiledPolicy old = before.policies().get(entry.getKey());
              return old != null && old.digest().equals(entry.getValue().digest());
            });
    SortedSet<String> removed = new TreeSet<>(before.policies().keySet());
    removed.removeAll(after.policies().keySet());
    SortedSet<String> stale = new TreeSet<>(after.refused().keySet());
    stale.retainAll(after.policies().keySet());
    return new Reload(changed, removed, after.refused(), Optional.empty(), stale);
  }

  /** One entry for the journal for each thing that changed or failed. */
  public List<JournalEntry.Notice> notices() {
    List<JournalEntry.Notice> notices = new ArrayList<>();
    changed.forEach(
        (tenant, policy) ->
            notices.add(
                new JournalEntry.Notice(
                    "policy_loaded",
                    tenant,
                    Map.of(
                        "policy.serial", String.valueOf(policy.serial()),
                        "policy.sha256", policy.digest().hex()))));
    removed.forEach(
        tenant -> notices.add(new JournalEntry.Notice("policy_removed", tenant, Map.of())));
    refused.forEach((tenant, why) -> notices.add(refusal(tenant, why)));
    stale.forEach(tenant -> notices.add(new JournalEntry.Notice("policy_stale", tenant, Map.of())));
    baseline.ifPresent(why -> notices.add(refusal("", why)));
    return notices;
  }

  /** The entry for a policy that was not taken up. */
  static JournalEntry.Notice refusal(String tenant, ConfigurationException why) {
    String firstLine = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
    return new JournalEntry.Notice("policy_refused", tenant, Map.of("problem", firstLine));
  }
}

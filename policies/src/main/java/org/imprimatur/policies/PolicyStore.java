package org.imprimatur.policies;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.TenantPolicy;
import org.imprimatur.policies.model.PolicyReader;
import org.imprimatur.policies.yaml.Source;

/**
 * The policies of all tenants. At first reading one tenant's bad file refuses that tenant alone,
 * and a bad baseline refuses everything. {@link #reload} reads again and swaps all policies at
 * once: what cannot be used leaves the last good version in force, and {@link #refused} says so.
 * Thread-safe.
 */
public final class PolicyStore {
  private final Supplier<Bundle.Read> files;
  private final Optional<SerialFile> memory;
  private final Optional<Installed> installed;
  private volatile Snapshot current;
  private volatile Optional<ConfigurationException> badBaseline = Optional.empty();

  private PolicyStore(
      Supplier<Bundle.Read> files, Optional<SerialFile> memory, Optional<Installed> installed) {
    this.files = files;
    this.memory = memory;
    this.installed = installed;
    Versions known = memory.map(SerialFile::read).orElse(Versions.NONE);
    this.current = Snapshot.first(files.get(), installed, known);
    remember(known, current.versions());
  }

  /**
   * The policies in {@code directory}: its {@code baseline.yaml} and {@code tenants/*.yaml}, and
   * where they are there {@code profiles}, {@code blocklists} and {@code shadows}.
   *
   * @throws ConfigurationException if the baseline cannot be used, the tenants not be listed, or
   *     the files are not what was signed
   */
  public static PolicyStore open(PolicyPlace place, Installed installed) {
    return new PolicyStore(
        () -> Bundle.read(place), place.serials().map(SerialFile::new), Optional.of(installed));
  }

  /** The policies in a directory, without asking whether what they need is installed. */
  public static PolicyStore openUnmeasured(Path directory) {
    return openUnmeasured(PolicyPlace.in(directory));
  }

  /** As {@link #open}, without asking whether what the policies need is installed. */
  public static PolicyStore openUnmeasured(PolicyPlace place) {
    return new PolicyStore(
        () -> Bundle.read(place), place.serials().map(SerialFile::new), Optional.empty());
  }

  /** The policies that this software carries. */
  public static PolicyStore embedded(Installed installed) {
    return new PolicyStore(PolicyStore::packed, Optional.empty(), Optional.of(installed));
  }

  /** As {@link #embedded(Installed)}, without asking whether what they need is installed. */
  public static PolicyStore embeddedUnmeasured() {
    return new PolicyStore(PolicyStore::packed, Optional.empty(), Optional.empty());
  }

  private static Bundle.Read packed() {
    Bundle bundle = Bundle.packed();
    return new Bundle.Read(bundle, Optional.empty(), bundle.baseline().at(1, 1, 1));
  }

  /** The policy that judges {@code tenant}; empty for an unknown or a refused one. */
  public Optional<TenantPolicy> forTenant(String tenant) {
    return current.judge(tenant);
  }

  /** As {@link #forTenant} without a shadow, with everything that the policy was made from. */
  public Optional<CompiledPolicy> compiled(String tenant) {
    return Optional.ofNullable(current.policies().get(tenant));
  }

  /**
   * The policy in {@code file} over the files of this store, compiled and tested, but not put in
   * force.
   *
   * @throws ConfigurationException if it could not be put in force
   */
  public CompiledPolicy tried(Path file) {
    Path whole = file.toAbsolutePath();
    Path folder = whole.getParent();
    if (folder == null) {
      throw new ConfigurationException(file + ":1:1: is no file; name the file of a policy");
    }
    String name = String.valueOf(whole.getFileName());
    Source source = new PolicyFolder(folder, String.valueOf(folder.getFileName())).source(name);
    String tenant = PolicyReader.read(source).header().name();
    return new PolicyCompiler(files.get().bundle(), installed).compile(tenant, source);
  }

  /** The tenants that have a policy, sorted. */
  public List<String> tenants() {
    return List.copyOf(current.policies().keySet());
  }

  /** The tenants whose newest file is not used, with the reason. */
  public SortedMap<String, ConfigurationException> refused() {
    return current.refused();
  }

  /** One entry for the journal for each tenant that is refused at the start. */
  public List<JournalEntry.Notice> refusals() {
    List<JournalEntry.Notice> notices = new ArrayList<>();
    refused().forEach((tenant, why) -> notices.add(Reload.refusal(tenant, why)));
    return notices;
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
      Snapshot after = before.next(files.get(), installed);
      remember(before.versions(), after.versions());
      current = after;
      badBaseline = Optional.empty();
      return Reload.between(before, after);
    } catch (ConfigurationException e) {
      badBaseline = Optional.of(e);
      return Reload.failed(e, before.policies().keySet());
    }
  }

  /** What is in force is remembered before it judges, or it does not judge. */
  private void remember(Versions before, Versions after) {
    if (!after.equals(before)) {
      memory.ifPresent(file -> file.write(after));
    }
  }
}

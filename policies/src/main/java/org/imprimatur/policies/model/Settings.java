package org.imprimatur.policies.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.imprimatur.api.ConfigurationException;

/**
 * The settings of one file, or of several laid over each other, by path. Immutable.
 *
 * <p>{@link #tightenedBy} is the merge. It either gives settings that are at least as strict as
 * both sides or fails: nothing is clamped in silence.
 */
public record Settings(SortedMap<String, Placed> byPath) {
  public static final Settings NONE = new Settings(new TreeMap<>());

  public Settings {
    byPath = Collections.unmodifiableSortedMap(new TreeMap<>(byPath));
  }

  public Optional<Placed> find(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  public Collection<Placed> all() {
    return byPath.values();
  }

  /** The members of the list at {@code path}; none where it is left out. */
  public SortedSet<String> words(String path) {
    return find(path)
        .map(placed -> ((Value.Words) placed.value()).words())
        .orElse(Collections.emptySortedSet());
  }

  /** The thresholds at {@code phase.thresholds.key}, where {@code phase} is prompt or output. */
  public List<Placed> thresholds(String phase, String key) {
    List<Placed> found = new ArrayList<>();
    for (String action : List.of("annotate", "review", "block")) {
      find(thresholdPath(phase, key, action)).ifPresent(found::add);
    }
    return found;
  }

  /** The categories that have thresholds of their own in {@code phase}; not the default. */
  public SortedSet<String> named(String phase) {
    SortedSet<String> keys = new TreeSet<>();
    String prefix = phase + ".thresholds.";
    for (String path : byPath.tailMap(prefix).keySet()) {
      if (!path.startsWith(prefix)) {
        break;
      }
      keys.add(path.substring(prefix.length(), path.lastIndexOf('.')));
    }
    keys.remove(Vocabulary.DEFAULT);
    return keys;
  }

  /**
   * These settings, made stricter by {@code over}.
   *
   * @throws ConfigurationException where {@code over} would loosen one of them
   */
  public Settings tightenedBy(Settings over) {
    SortedMap<String, Placed> merged = new TreeMap<>(byPath);
    for (String phase : List.of("prompt", "output")) {
      over.named(phase).stream()
          .filter(category -> thresholds(phase, category).isEmpty())
          .forEach(category -> startFromDefault(merged, phase, category));
    }
    for (Placed tighter : over.all()) {
      merged.merge(tighter.path(), tighter, Settings::tightened);
    }
    return new Settings(merged);
  }

  private void startFromDefault(SortedMap<String, Placed> merged, String phase, String category) {
    for (Placed common : thresholds(phase, Vocabulary.DEFAULT)) {
      String action = common.path().substring(common.path().lastIndexOf('.') + 1);
      String path = thresholdPath(phase, category, action);
      merged.put(path, new Placed(path, common.field(), common.value(), common.place()));
    }
  }

  private static Placed tightened(Placed base, Placed over) {
    Value value =
        over.field()
            .direction()
            .tighten(over.field(), base.value(), over.value())
            .orElseThrow(() -> loosens(base, over));
    boolean unchanged = value.equals(base.value());
    return unchanged ? base : new Placed(over.path(), over.field(), value, over.place());
  }

  private static ConfigurationException loosens(Placed base, Placed over) {
    return over.place()
        .error(
            "%s: %s would loosen %s, set at %s"
                .formatted(over.path(), over.value(), base.value(), base.place()),
            "This setting %s: keep %s, make it stricter, or leave it out."
                .formatted(over.field().direction().rule(), base.value()));
  }

  private static String thresholdPath(String phase, String key, String action) {
    return phase + ".thresholds." + key + "." + action;
  }
}

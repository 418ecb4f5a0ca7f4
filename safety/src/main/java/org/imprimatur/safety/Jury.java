package org.imprimatur.safety;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.imprimatur.api.Category;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.api.spi.ImageDetector;

/**
 * Several detectors that measure one category together: its score is the highest that at least
 * {@code needed} of them reach. One that is unavailable counts as reaching any score, and where it
 * decides, the category is unavailable. Of every other category the highest score counts.
 * Thread-safe if its members are.
 */
final class Jury implements ImageDetector {
  private final DetectorId id;
  private final List<? extends ImageDetector> members;
  private final Category category;
  private final int needed;

  Jury(String name, List<? extends ImageDetector> members, Category category, int needed) {
    this.id = new DetectorId(name, "1");
    this.members = List.copyOf(members);
    this.category = category;
    this.needed = needed;
  }

  @Override
  public DetectorId id() {
    return id;
  }

  @Override
  public Set<Category> measures() {
    Set<Category> all = new TreeSet<>();
    members.forEach(member -> all.addAll(member.measures()));
    return Set.copyOf(all);
  }

  @Override
  public List<Finding> examine(Subject subject) {
    List<Finding> all = new ArrayList<>();
    members.forEach(member -> all.addAll(member.examine(subject)));
    List<Finding> findings = new ArrayList<>();
    for (Category each : new TreeSet<>(measures())) {
      List<Finding> ranked =
          all.stream()
              .filter(finding -> finding.category().equals(each))
              .sorted(Comparator.comparingDouble(Jury::rank).reversed())
              .toList();
      int place = each.equals(category) ? needed : 1;
      findings.add(
          ranked.size() < place
              ? new Finding.Unavailable(subject.origin(), each, id, "too few gates gave a score")
              : signed(ranked.get(place - 1), subject.origin()));
    }
    return findings;
  }

  private static double rank(Finding finding) {
    return finding instanceof Finding.Measured measured
        ? measured.score()
        : Double.POSITIVE_INFINITY;
  }

  private Finding signed(Finding finding, Origin origin) {
    String by = finding.detector().name();
    if (finding instanceof Finding.Measured m) {
      return new Finding.Measured(origin, m.category(), id, m.score(), by + "/" + m.lookedAt());
    }
    if (finding instanceof Finding.Unavailable u) {
      return new Finding.Unavailable(origin, u.category(), id, by + ": " + u.why());
    }
    throw new IllegalStateException("a finding of an unknown kind");
  }
}

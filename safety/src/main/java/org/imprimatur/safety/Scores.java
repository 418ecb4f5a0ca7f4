package org.imprimatur.safety;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.imprimatur.api.Category;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;

/**
 * The highest score of each category so far, and what gave it; on demand also the highest of each
 * thing that was looked at. For one thread.
 */
public final class Scores {
  private final Map<Category, Score> highest = new LinkedHashMap<>();
  private final Map<Place, Double> places = new LinkedHashMap<>();
  private final boolean detailed;

  /** Starts with 0 for every category. */
  public Scores(Set<Category> measured) {
    this(measured, false);
  }

  private Scores(Set<Category> measured, boolean detailed) {
    new TreeSet<>(measured).forEach(c -> highest.put(c, new Score(0, "everything")));
    this.detailed = detailed;
  }

  /** Scores that also keep what each reading and window gave. */
  public static Scores inDetail(Set<Category> measured) {
    return new Scores(measured, true);
  }

  private record Place(Category category, String lookedAt) {}

  private record Score(double value, String lookedAt) {}

  /** Keeps the score if it is the highest of its category; others are not measured here. */
  public void raise(Category category, double value, String lookedAt) {
    highest.computeIfPresent(
        category,
        (c, known) -> value > known.value() ? new Score(Math.min(1, value), lookedAt) : known);
    if (detailed && value > 0 && highest.containsKey(category)) {
      places.merge(new Place(category, lookedAt), Math.min(1, value), Math::max);
    }
  }

  /** The highest score of any category. */
  public double highest() {
    return highest.values().stream().mapToDouble(Score::value).max().orElse(0);
  }

  /** One finding for each category. */
  public List<Finding> findings(Origin origin, DetectorId detector) {
    return highest.entrySet().stream()
        .<Finding>map(
            e ->
                new Finding.Measured(
                    origin, e.getKey(), detector, e.getValue().value(), e.getValue().lookedAt()))
        .toList();
  }

  /** One finding for each category and thing that was looked at, the highest first. */
  public List<Finding> details(Origin origin, DetectorId detector) {
    return places.entrySet().stream()
        .sorted(Map.Entry.<Place, Double>comparingByValue().reversed())
        .<Finding>map(
            e ->
                new Finding.Measured(
                    origin, e.getKey().category(), detector, e.getValue(), e.getKey().lookedAt()))
        .toList();
  }
}

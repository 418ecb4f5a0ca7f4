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

/** The highest score of each category so far, and what gave it. For one thread. */
public final class Scores {
  private final Map<Category, Score> highest = new LinkedHashMap<>();

  /** Starts with 0 for every category. */
  public Scores(Set<Category> measured) {
    new TreeSet<>(measured).forEach(c -> highest.put(c, new Score(0, "everything")));
  }

  private record Score(double value, String lookedAt) {}

  /** Keeps the score if it is the highest of its category; others are not measured here. */
  public void raise(Category category, double value, String lookedAt) {
    highest.computeIfPresent(
        category,
        (c, known) -> value > known.value() ? new Score(Math.min(1, value), lookedAt) : known);
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
}

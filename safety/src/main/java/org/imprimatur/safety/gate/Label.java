package org.imprimatur.safety.gate;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.imprimatur.api.Category;

/**
 * A class that a model knows by name, and the category it counts for; none where the manifest says
 * that it is ignored.
 *
 * @param weight how much the class counts, 1 for fully; lets graded classes give graded scores
 */
public record Label(
    String name, Optional<Category> category, GatePack.Direction direction, double weight) {
  /** A class that counts for nothing. */
  static Label ignored(String name) {
    return new Label(name, Optional.empty(), GatePack.Direction.UNSAFE, 0);
  }

  static Set<Category> categories(List<Label> labels) {
    Set<Category> categories = new TreeSet<>();
    labels.forEach(label -> label.category().ifPresent(categories::add));
    return categories;
  }

  /**
   * Of classes that exclude each other, a category's number is the weighed sum; of others, the
   * highest. A safe class counts as what it leaves of 1.
   *
   * @param chances in the order of {@code labels}; any other count gives NaN
   */
  static SortedMap<Category, Double> combine(
      List<Label> labels, double[] chances, boolean exclusive) {
    SortedMap<Category, Double> raw = new TreeMap<>();
    for (Category category : categories(labels)) {
      raw.put(category, chances.length == labels.size() ? 0 : Double.NaN);
    }
    for (int i = 0; i < labels.size() && chances.length == labels.size(); i++) {
      double part = labels.get(i).weight() * chances[i];
      labels
          .get(i)
          .category()
          .ifPresent(c -> raw.merge(c, part, exclusive ? Double::sum : Math::max));
    }
    for (Label label : labels) {
      if (label.direction() == GatePack.Direction.SAFE) {
        label.category().ifPresent(c -> raw.put(c, 1 - safeness(labels, chances, c, exclusive)));
      }
    }
    return raw;
  }

  private static double safeness(
      List<Label> labels, double[] chances, Category category, boolean exclusive) {
    if (chances.length != labels.size()) {
      return Double.NaN;
    }
    double safeness = 0;
    for (int i = 0; i < labels.size(); i++) {
      if (labels.get(i).category().equals(Optional.of(category))) {
        double part = labels.get(i).weight() * chances[i];
        safeness = exclusive ? safeness + part : Math.max(safeness, part);
      }
    }
    return safeness;
  }
}

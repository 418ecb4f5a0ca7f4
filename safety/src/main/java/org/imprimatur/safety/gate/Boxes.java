package org.imprimatur.safety.gate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.imprimatur.api.Category;

/**
 * Boxes as YOLOv8 gives them: for each anchor the centre, the size and one chance for each class;
 * either axis may come first. A category's number is the chance of its surest box. Suppressing
 * overlapping boxes would only remove less sure ones of the same class, so it cannot change that
 * number and is left out.
 */
public record Boxes(String output, List<Label> labels) implements Reading {
  private static final int COORDINATES = 4;

  public Boxes {
    labels = List.copyOf(labels);
  }

  @Override
  public Set<String> outputs() {
    return Set.of(output);
  }

  @Override
  public Set<Category> categories() {
    return Label.categories(labels);
  }

  @Override
  public SortedMap<Category, Double> raw(Map<String, Numbers> numbers, KnownFaces known) {
    return Label.combine(labels, surest(numbers.get(output)), false);
  }

  /** The highest chance of each class; empty where the shape is none of boxes. */
  private double[] surest(@org.jspecify.annotations.Nullable Numbers table) {
    int columns = COORDINATES + labels.size();
    if (table == null || table.rank() != 2 || table.side(0) == table.side(1)) {
      return new double[0];
    }
    boolean classesFirst = table.side(0) == columns;
    if (!classesFirst && table.side(1) != columns) {
      return new double[0];
    }
    double[] surest = new double[labels.size()];
    for (int anchor = 0; anchor < table.side(classesFirst ? 1 : 0); anchor++) {
      for (int i = 0; i < surest.length; i++) {
        int at = COORDINATES + i;
        double chance = classesFirst ? table.at(at, anchor) : table.at(anchor, at);
        surest[i] = Math.max(surest[i], bounded(chance));
      }
    }
    return surest;
  }

  /** A number that is no chance spoils its class: a box below 0 must not hide in a maximum. */
  private static double bounded(double chance) {
    return chance >= -1e-3 ? chance : Double.NaN;
  }
}

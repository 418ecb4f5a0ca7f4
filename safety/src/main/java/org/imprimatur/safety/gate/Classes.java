package org.imprimatur.safety.gate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.imprimatur.api.Category;

/** A row of numbers, one for each class that the model's configuration names. */
public record Classes(String output, Activation activation, List<Label> labels) implements Reading {
  public Classes {
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
    Numbers row = numbers.get(output);
    double[] chances =
        row != null && row.rank() <= 1 && row.length() == labels.size()
            ? activation.chances(row.toDoubles())
            : new double[0];
    return Label.combine(labels, chances, activation.exclusive());
  }
}

package org.imprimatur.safety.gate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.imprimatur.api.Category;

/** Single numbers of a model that are scores as they stand. */
public record Outputs(List<Output> list) implements Reading {
  public Outputs {
    list = List.copyOf(list);
  }

  /** One number of the model and the category it measures. */
  public record Output(String name, int index, Category category, GatePack.Direction direction) {}

  @Override
  public Set<String> outputs() {
    return list.stream().map(Output::name).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Set<Category> categories() {
    return list.stream().map(Output::category).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public SortedMap<Category, Double> raw(Map<String, Numbers> numbers, KnownFaces known) {
    SortedMap<Category, Double> raw = new TreeMap<>();
    for (Output output : list) {
      Numbers row = numbers.get(output.name());
      double value =
          row != null && row.rank() <= 1 && output.index() < row.length()
              ? row.at(output.index())
              : Double.NaN;
      raw.put(output.category(), output.direction() == GatePack.Direction.SAFE ? 1 - value : value);
    }
    return raw;
  }
}

package org.imprimatur.generator.model;

import java.util.List;

/**
 * One input or output as a graph declares it.
 *
 * @param sides one entry a dimension; {@link #FREE} where the graph leaves it open
 */
public record TensorSpec(String name, ElementType type, List<Long> sides) {
  /** A dimension that may have any length. */
  public static final long FREE = -1;

  public TensorSpec {
    sides = List.copyOf(sides);
  }

  public int rank() {
    return sides.size();
  }

  /** Whether dimension {@code index} has a length of its own. */
  public boolean isFixed(int index) {
    return sides.get(index) != FREE;
  }

  @Override
  public String toString() {
    return name + " " + type + sides.toString().replace("-1", "?");
  }
}

package org.imprimatur.safety.gate;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.Category;

/**
 * An embedding of a face, compared with the known ones of the pack's register and of the tenant. A
 * likeness to somebody whose consent is on record counts for a category of its own.
 *
 * @param threshold the cosine likeness that the pack's maker holds for an even chance
 * @param faces how faces are found and aligned first; empty where the model takes frames
 */
public record Embedding(
    String output,
    Category category,
    double threshold,
    SortedMap<String, List<Double>> register,
    Optional<FaceModel> faces)
    implements Reading {
  private static final double STEEPNESS = 4;
  private static final double NOBODY = -1;

  public Embedding {
    register = Collections.unmodifiableSortedMap(new TreeMap<>(register));
  }

  /** The model that finds faces. */
  public record FaceModel(ModelFile model, GatePack.Input input, double least) {}

  @Override
  public Set<String> outputs() {
    return Set.of(output);
  }

  @Override
  public Set<Category> categories() {
    return Set.of(category, Category.CONSENTED_IDENTITY);
  }

  @Override
  public Set<Category> tested() {
    return Set.of(category);
  }

  @Override
  public SortedMap<Category, Double> raw(Map<String, Numbers> numbers, KnownFaces known) {
    double[] row = vector(numbers);
    boolean empty = row.length == 0 || !(norm(row) > 0);
    double others = empty ? Double.NaN : NOBODY;
    double consented = empty ? Double.NaN : NOBODY;
    for (List<Double> identity : register.values()) {
      others = Math.max(others, Cosine.between(row, identity));
    }
    for (KnownFaces.Face face : known.faces()) {
      double likeness = Cosine.between(row, face.vector());
      if (face.consented()) {
        consented = Math.max(consented, likeness);
      } else {
        others = Math.max(others, likeness);
      }
    }
    SortedMap<Category, Double> raw = new TreeMap<>();
    raw.put(category, others);
    raw.put(Category.CONSENTED_IDENTITY, consented);
    return raw;
  }

  /** The embedding itself; empty where the model gave none. */
  public double[] vector(Map<String, Numbers> numbers) {
    Numbers row = numbers.get(output);
    return row == null || row.rank() != 1 ? new double[0] : row.toDoubles();
  }

  /**
   * A likeness at the threshold scores 0.5, and rises or falls with the logistic curve whose width
   * is the distance from threshold to identity.
   */
  @Override
  public double score(double raw) {
    double width = Math.max(1e-6, 1 - threshold);
    return raw <= NOBODY ? 0 : 1 / (1 + Math.exp(-STEEPNESS * (raw - threshold) / width));
  }

  private static double norm(double[] row) {
    double sum = 0;
    for (double value : row) {
      sum += value * value;
    }
    return sum;
  }
}

package org.imprimatur.safety.gate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.imprimatur.api.Category;

/**
 * An embedding of the picture, compared with anchors: the embeddings of sentences that name classes
 * (zero-shot), or the weights of linear heads.
 *
 * @param scale what a cosine likeness is multiplied with before the activation
 */
public record Anchors(
    String output, double scale, Activation activation, List<Anchor> anchors, List<Label> labels)
    implements Reading {
  public Anchors {
    anchors = List.copyOf(anchors);
    labels = List.copyOf(labels);
  }

  /** A direction, and what is added to its scaled likeness. */
  public record Anchor(List<Double> vector, double bias) {
    public Anchor {
      vector = List.copyOf(vector);
    }
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
        row == null || row.rank() > 1 ? new double[0] : activation.chances(logits(row.toDoubles()));
    return Label.combine(labels, chances, activation.exclusive());
  }

  private double[] logits(double[] embedding) {
    return anchors.stream()
        .mapToDouble(it -> scale * Cosine.between(embedding, it.vector()) + it.bias())
        .toArray();
  }
}

package org.imprimatur.safety.gate;

import java.util.List;

/** People to look for in pictures, as embeddings of one model. */
public record KnownFaces(List<Face> faces) {
  /** Nobody. */
  public static final KnownFaces NONE = new KnownFaces(List.of());

  public KnownFaces {
    faces = List.copyOf(faces);
  }

  /**
   * One embedding of one person.
   *
   * @param consented whether the person's consent is on record and in force
   */
  public record Face(List<Double> vector, boolean consented) {
    public Face {
      vector = List.copyOf(vector);
    }

    @Override
    public String toString() {
      return "Face[" + vector.size() + " numbers]";
    }
  }
}

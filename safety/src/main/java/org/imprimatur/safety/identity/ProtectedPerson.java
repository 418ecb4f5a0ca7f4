package org.imprimatur.safety.identity;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A person whom a tenant protects: embeddings only, never pictures.
 *
 * @param consent where it is on record
 */
public record ProtectedPerson(String name, List<Template> templates, Optional<Consent> consent) {
  public ProtectedPerson {
    templates = List.copyOf(templates);
  }

  /**
   * One embedding.
   *
   * @param gate the name of the identity gate that made it
   * @param model the digest of that gate's model, as hexadecimal digits
   */
  public record Template(String gate, String model, List<Double> vector) {
    public Template {
      vector = List.copyOf(vector);
    }

    @Override
    public String toString() {
      return "Template[" + gate + "]";
    }
  }

  /**
   * The person allows pictures of herself.
   *
   * @param reference where the signed consent is kept
   * @param until the last day on which it holds
   */
  public record Consent(String reference, LocalDate until) {}
}

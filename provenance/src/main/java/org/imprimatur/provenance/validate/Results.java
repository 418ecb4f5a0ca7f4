package org.imprimatur.provenance.validate;

import java.util.List;

/**
 * What validating a manifest store found.
 *
 * @param active about the active manifest
 * @param ingredients about each ingredient, beyond what its assertion already says
 */
public record Results(Statuses active, List<IngredientDelta> ingredients) {
  public Results {
    ingredients = List.copyOf(ingredients);
  }

  /**
   * What was found about one ingredient.
   *
   * @param assertion the address of the ingredient assertion
   */
  public record IngredientDelta(String assertion, Statuses statuses) {}

  /** Every failure code, of the active manifest first. */
  public List<String> failureCodes() {
    return java.util.stream.Stream.concat(
            active.failureCodes().stream(),
            ingredients.stream().flatMap(each -> each.statuses().failureCodes().stream()))
        .toList();
  }
}

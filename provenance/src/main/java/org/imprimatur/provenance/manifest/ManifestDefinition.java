package org.imprimatur.provenance.manifest;

import java.util.List;
import java.util.Optional;
import org.imprimatur.provenance.cbor.CborValue.Table;

/**
 * What a manifest is to say.
 *
 * @param title the name of the work; empty where it has none
 * @param generator the {@code claim_generator_info} map
 * @param parent where there is one, the first action is {@code c2pa.opened} on it
 * @param actions the actions, or those that follow {@code c2pa.opened}
 * @param assertions further statements
 */
public record ManifestDefinition(
    String title,
    Table generator,
    Optional<Parent> parent,
    List<Table> actions,
    List<Assertion> assertions) {
  public ManifestDefinition {
    actions = List.copyOf(actions);
    assertions = List.copyOf(assertions);
  }
}

package org.imprimatur.safety.gate;

import java.util.Set;
import java.util.function.Function;
import org.imprimatur.api.ConfigurationException;

/**
 * What tells the packs of one kind from others.
 *
 * @param manifest the name of the file that describes a pack
 * @param namedBy the fields, however deep, that name the other files of a pack
 */
public record PackKind<P extends Pack>(
    String manifest, Set<String> namedBy, Function<GateFiles, P> reader) {
  public PackKind {
    namedBy = Set.copyOf(namedBy);
  }

  /**
   * Reads a pack and compares every digest.
   *
   * @throws ConfigurationException naming file and field
   */
  P read(GateFiles files) {
    return reader.apply(files);
  }
}

package org.imprimatur.safety.gate;

/**
 * A model of a pack whose digest has been compared; its weights may lie in further pinned files
 * beside it.
 */
public record ModelFile(GateFiles files, String name) {
  @Override
  public String toString() {
    return files.describe(name);
  }
}

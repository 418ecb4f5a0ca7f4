package org.imprimatur.api;

/** The name and version of a detector, as they appear in the journal. */
public record DetectorId(String name, String version) {
  public DetectorId {
    if (name.isBlank() || version.isBlank()) {
      throw new IllegalArgumentException("a detector needs a name and a version");
    }
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}

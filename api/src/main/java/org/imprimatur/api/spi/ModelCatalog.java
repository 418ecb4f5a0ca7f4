package org.imprimatur.api.spi;

import java.util.List;
import java.util.Optional;

/** The models that a gate can use, by name. Thread-safe. */
public interface ModelCatalog {
  Optional<ImageGenerator> find(String model);

  List<Capabilities> list();
}

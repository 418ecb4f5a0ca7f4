package org.imprimatur.api.testing;

import java.util.List;
import java.util.Optional;
import org.imprimatur.api.spi.Capabilities;
import org.imprimatur.api.spi.ImageGenerator;
import org.imprimatur.api.spi.ModelCatalog;

/** A catalogue with one model. */
public record FakeCatalog(ImageGenerator generator) implements ModelCatalog {
  @Override
  public Optional<ImageGenerator> find(String model) {
    return generator.capabilities().model().equals(model)
        ? Optional.of(generator)
        : Optional.empty();
  }

  @Override
  public List<Capabilities> list() {
    return List.of(generator.capabilities());
  }
}

package org.imprimatur.generator.network;

import org.imprimatur.generator.model.GraphContract;

/** Loads graphs whose files have been checked. Thread-safe. */
@FunctionalInterface
public interface NetworkLoader {
  /**
   * Loads the graph that {@code contract} describes.
   *
   * @throws org.imprimatur.api.ConfigurationException if the runtime cannot load it
   */
  Network load(GraphContract contract);
}

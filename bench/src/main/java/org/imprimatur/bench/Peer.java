package org.imprimatur.bench;

/**
 * Another runtime that draws with the same folder, one thread in its graphs. Its class is named on
 * the command line and has a constructor that takes the folder's {@link java.nio.file.Path}.
 */
public interface Peer extends AutoCloseable {
  /**
   * Draws a picture of 512 x 512 pixels with ancestral Euler steps and guidance 7.5.
   *
   * @throws Exception if it cannot
   */
  void draw(String prompt, int steps, int seed) throws Exception;
}

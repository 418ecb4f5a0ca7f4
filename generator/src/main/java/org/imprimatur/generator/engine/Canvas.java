package org.imprimatur.generator.engine;

/** One picture in the making. */
public interface Canvas {
  /** Pictures with equal lanes may be stepped together. */
  Object lane();

  /** How many steps there are. */
  int steps();

  /** How many are done. */
  int done();
}

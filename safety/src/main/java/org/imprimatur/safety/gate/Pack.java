package org.imprimatur.safety.gate;

import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Sha256;

/** A model with its manifest, the digests of its files compared. */
public sealed interface Pack permits GatePack, TextPack {
  DetectorId id();

  String licence();

  /** Of the model's file. */
  Sha256 digest();

  /** What the model says of each category. */
  Reading reading();

  /** How often the model is tried before it is used. */
  int trials();

  /** The categories that it measures. */
  default Set<Category> categories() {
    return reading().categories();
  }
}

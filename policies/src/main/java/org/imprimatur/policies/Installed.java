package org.imprimatur.policies;

import java.util.Map;
import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Sha256;

/**
 * What is installed beside the policies. A policy that needs more does not load, because it could
 * only ever refuse.
 *
 * @param inTexts the categories that all prompt detectors measure
 * @param inImages the categories that all image detectors measure
 * @param detectors all of them
 * @param models their digests by name
 * @param packs the digests of the models within gate packs, by the name of the pack
 */
public record Installed(
    Set<Category> inTexts,
    Set<Category> inImages,
    Set<DetectorId> detectors,
    Map<String, Sha256> models,
    Map<String, Sha256> packs) {
  public Installed {
    inTexts = Set.copyOf(inTexts);
    inImages = Set.copyOf(inImages);
    detectors = Set.copyOf(detectors);
    models = Map.copyOf(models);
    packs = Map.copyOf(packs);
  }

  /** Without gate packs. */
  public Installed(
      Set<Category> inTexts,
      Set<Category> inImages,
      Set<DetectorId> detectors,
      Map<String, Sha256> models) {
    this(inTexts, inImages, detectors, models, Map.of());
  }

  /** The same with gate packs. */
  public Installed withPacks(Map<String, Sha256> digests) {
    return new Installed(inTexts, inImages, detectors, models, digests);
  }
}

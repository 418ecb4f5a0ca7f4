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
 */
public record Installed(
    Set<Category> inTexts,
    Set<Category> inImages,
    Set<DetectorId> detectors,
    Map<String, Sha256> models) {
  public Installed {
    inTexts = Set.copyOf(inTexts);
    inImages = Set.copyOf(inImages);
    detectors = Set.copyOf(detectors);
    models = Map.copyOf(models);
  }
}

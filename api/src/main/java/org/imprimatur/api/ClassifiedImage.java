package org.imprimatur.api;

import java.util.ArrayList;
import java.util.List;

/**
 * A picture that the policy has judged.
 *
 * @param findings what the detectors of images measured
 * @param previews those of its unfinished states that may leave with it
 */
public record ClassifiedImage(
    GeneratedImage source, List<Finding> findings, Verdict verdict, List<Preview> previews) {
  public ClassifiedImage {
    findings = List.copyOf(findings);
    previews = List.copyOf(previews);
  }

  /** Without previews. */
  public ClassifiedImage(GeneratedImage source, List<Finding> findings, Verdict verdict) {
    this(source, findings, verdict, List.of());
  }

  public RasterImage image() {
    return source.image();
  }

  /** What was measured of the text and of the picture. */
  public List<Finding> allFindings() {
    List<Finding> all = new ArrayList<>(source.source().findings());
    all.addAll(findings);
    return List.copyOf(all);
  }
}

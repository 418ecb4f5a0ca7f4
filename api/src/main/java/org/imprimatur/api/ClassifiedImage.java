package org.imprimatur.api;

import java.util.ArrayList;
import java.util.List;

/**
 * A picture that the policy has judged.
 *
 * @param findings what the detectors of images measured
 */
public record ClassifiedImage(GeneratedImage source, List<Finding> findings, Verdict verdict) {
  public ClassifiedImage {
    findings = List.copyOf(findings);
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

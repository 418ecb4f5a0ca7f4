package org.imprimatur.api;

import java.util.List;

/**
 * A request whose texts the policy has judged.
 *
 * @param prompt the words that go to the model: the caller's, without embedded controls
 * @param findings what the detectors of text measured
 */
public record ModeratedPrompt(
    AdmittedRequest admitted, Prompt prompt, List<Finding> findings, Verdict verdict) {
  public ModeratedPrompt {
    findings = List.copyOf(findings);
  }

  public GenerationRequest request() {
    return admitted.request();
  }
}

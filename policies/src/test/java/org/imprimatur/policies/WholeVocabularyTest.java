package org.imprimatur.policies;

import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.spi.TenantPolicy;
import org.imprimatur.api.testing.TenantPolicyContract;
import org.imprimatur.policies.yaml.Source;

/** A policy that uses every setting keeps the promises of a policy. */
class WholeVocabularyTest extends TenantPolicyContract {
  private static final CompiledPolicy POLICY =
      new PolicyCompiler(
              Bundles.of(
                  Source.of(
                      "b.yaml",
                      """
                      policy: imprimatur/v1
                      kind: baseline
                      name: b
                      serial: 1
                      absolute: [sexual_minors]
                      roles: { generate: [creator], image-input: [creator], break-glass: [creator],
                        review: [reviewer] }
                      review: { timeout: PT4H, four-eyes: [deepfake], appeals: none }
                      data: { prompt-days: 3, image-days: 2 }
                      ages: adults
                      languages: [en, de]
                      credentials: { time-stamp: required, training: not-allowed, visible-label: shown }
                      people: consented
                      rates: { caller-per-minute: 500, caller-per-day: 500, caller-running: 500,
                        tenant-per-minute: 500, tenant-per-day: 500, tenant-running: 500 }
                      limits: { prompt-characters: 4000, max-width: 2048, max-height: 2048,
                        max-steps: 99, max-images: 9, models: [fake] }
                      joint: { prompt-from: 0.3, lower-image-by: 0.4 }
                      prompt:
                        requires: [gore]
                        detectors: [contract]
                        thresholds: { default: { block: 0.9 }, violence: { review: 0.4, block: 0.6 } }
                      output:
                        mid-run-stop: off
                        detectors: ["contract@1"]
                        thresholds: { default: { annotate: 0.2, block: 0.9 }, hate: { block: 0.5 } }
                      """)),
              Optional.empty())
          .compile(
              "acme",
              Source.of(
                  "acme.yaml",
                  """
                  policy: imprimatur/v1
                  kind: tenant
                  name: acme
                  serial: 1
                  blocklists:
                    - { id: names, action: review, match: names, terms: [red kettle], except: [a red kettle] }
                  rules:
                    - { id: probing, when: history.caller.blocked_last_hour >= 5, action: review }
                    - id: joint
                      when: scores.prompt.weapons > 0.3 && scores.output.violence >= 0.2
                      action: review
                      message: { en: arms, de: Waffen }
                  """));

  @Override
  protected TenantPolicy policy() {
    return POLICY;
  }

  @Override
  protected Set<Category> neededInTexts() {
    return POLICY.neededInTexts();
  }

  @Override
  protected Set<Category> neededInImages() {
    return POLICY.neededInImages();
  }
}

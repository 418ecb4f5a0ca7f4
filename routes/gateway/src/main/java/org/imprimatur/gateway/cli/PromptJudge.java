package org.imprimatur.gateway.cli;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Size;
import org.imprimatur.api.Verdict;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.api.spi.TenantPolicy;
import org.imprimatur.routes.LocalGate;
import org.imprimatur.safety.BuiltInDetectors;
import org.imprimatur.safety.Detailed;

/** Measures prompts and lets a tenant's policy judge them; nothing is generated or recorded. */
final class PromptJudge {
  private final List<PromptDetector> detectors = BuiltInDetectors.prompts();
  private final TenantPolicy policy;
  private final Caller caller;

  PromptJudge(Workplace workplace, Caller caller) {
    this.policy = policy(workplace, caller.tenant());
    this.caller = caller;
  }

  /** What was found, and what the policy says of it. */
  record Judgement(List<Finding> findings, Verdict verdict) {
    Judgement {
      findings = List.copyOf(findings);
    }
  }

  Judgement judge(Prompt prompt) {
    GenerationRequest request = request(prompt);
    List<Finding> findings =
        detectors.stream().flatMap(d -> d.examine(request.texts()).stream()).toList();
    Facts facts =
        new Facts(
            Phase.PROMPT,
            caller,
            request,
            findings,
            Clock.systemUTC().instant(),
            Circumstances.NONE);
    return new Judgement(findings, policy.judge(facts));
  }

  /** What each reading and window gave to each detector, where the detector can tell. */
  List<Finding> inDetail(Prompt prompt) {
    return detectors.stream()
        .flatMap(
            d ->
                d instanceof Detailed detailed
                    ? detailed.inDetail(request(prompt).texts()).stream()
                    : Stream.<Finding>of())
        .toList();
  }

  private static GenerationRequest request(Prompt prompt) {
    return GenerationRequest.of(prompt, LocalGate.STARTER, new Size(256, 256));
  }

  private static TenantPolicy policy(Workplace workplace, String tenant) {
    return PolicyFiles.compiled(PolicyFiles.store(workplace.home(), null), tenant);
  }
}

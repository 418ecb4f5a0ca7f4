package org.imprimatur.gateway.cli;

import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
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
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.routes.LocalGate;
import org.imprimatur.safety.Detailed;
import org.imprimatur.safety.TextGates;

/** Measures prompts and lets a tenant's policy judge them; nothing is generated or recorded. */
final class PromptJudge implements AutoCloseable {
  private final TextGates gates;
  private final List<PromptDetector> detectors;
  private final TenantPolicy policy;
  private final Caller caller;

  PromptJudge(Workplace workplace, Caller caller) {
    this.policy = policy(workplace, caller.tenant());
    this.caller = caller;
    this.gates = TextGates.installed(new GatePlaces(workplace.home().directory()).textGates());
    this.detectors = gates.withBuiltIn();
  }

  /** What is wrong with installed text gates, by the name of the folder. */
  SortedMap<String, String> ailments() {
    return gates.ailments();
  }

  @Override
  public void close() {
    gates.close();
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

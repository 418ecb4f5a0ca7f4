package org.imprimatur.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.Action;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Category;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.Size;
import org.imprimatur.api.Verdict;
import org.imprimatur.policies.yaml.Source;
import org.junit.jupiter.api.Test;

class PolicyToolsTest {
  private static final String BASELINE =
      """
      policy: imprimatur/v1
      kind: baseline
      name: b
      serial: 1
      limits: { prompt-characters: 1000, max-width: 512, max-height: 512, max-steps: 9, max-images: 9 }
      prompt: { thresholds: { default: { block: 0.8 }, violence: { review: 0.5, block: 0.8 } } }
      output: { thresholds: { default: { block: 0.8 } } }
      rules:
        - { id: platform, when: request.images > 8, action: review }
      """;
  private static final String TENANT =
      """
      policy: imprimatur/v1
      kind: tenant
      name: t
      serial: 1
      roles: { generate: [creator, contractor] }
      limits: { max-width: 512 }
      prompt: { thresholds: { violence: { block: 0.4 } } }
      rules:
        - id: contractors-small
          when: '"contractor" in principal.roles && request.width * request.height > 256 * 256'
          action: block
          code: limit_exceeded
          message: contractors make small images
        - { id: joint, when: scores.prompt.violence >= 0.2 && scores.output.gore >= 0.1, action: review }
        - { id: division, when: request.width / (request.height - 64) > 100, action: review }
        - { id: again, when: request.images > 8, action: annotate }
      tests:
        - name: contractor large image is blocked
          given: { roles: [contractor], width: 512, height: 512 }
          expect: { action: block, rule: contractors-small }
        - name: a little of both is reviewed
          given: { height: 100, scores: { prompt: { violence: 0.2 }, output: { gore: 0.1 } } }
          expect: { action: review, rule: joint }
        - name: missing score never passes
          given: { height: 100, unavailable: [output.gore] }
          expect: { action: block, rule: joint }
        - name: a rule that cannot be evaluated blocks
          given: { height: 64 }
          expect: { action: block, rule: division }
        - name: an ordinary request passes
          given: { height: 100 }
          expect: { action: allow }
      """;
  private static final CompiledPolicy POLICY =
      new PolicyCompiler(Bundles.of(Source.of("b.yaml", BASELINE)), Optional.empty())
          .compile("t", Source.of("t.yaml", TENANT));

  @Test
  void theTestsOfTheFileAreRunWithTheirVerdicts() {
    List<PolicyTests.Result> results = PolicyTests.run(POLICY);

    assertThat(results).hasSize(5).allMatch(PolicyTests.Result::passed);
    assertThat(results.get(0).actual().deciding())
        .extracting(Reason::code)
        .containsExactly(
            RefusalCode.LIMIT_EXCEEDED, RefusalCode.LIMIT_EXCEEDED, RefusalCode.LIMIT_EXCEEDED);
  }

  @Test
  void lintFindsWhatIsSaidInVain() {
    assertThat(Lint.of(POLICY))
        .extracting(Lint.Remark::toString)
        .containsExactly(
            "t.yaml:6:22: limits.max-width: 512 is said already at b.yaml:5:47",
            "t.yaml:16:24: rule again can never change a verdict: platform has the same condition"
                + " and is as strict");
  }

  @Test
  void lintTellsAnOwnThresholdThatAFileBelowHasOvertaken() {
    String thresholds = "violence: { annotate: 0.6 }";

    CompiledPolicy policy =
        new PolicyCompiler(Bundles.of(Source.of("b.yaml", BASELINE)), Optional.empty())
            .compile(
                "t", Source.of("t.yaml", TENANT.replace("violence: { block: 0.4 }", thresholds)));

    assertThat(Lint.of(policy))
        .extracting(Lint.Remark::toString)
        .anyMatch(
            text ->
                text.startsWith(
                    "t.yaml:7:47: prompt.thresholds.violence.annotate at 0.6 can never fire"));
  }

  @Test
  void theExplanationNamesTheOriginOfEveryValue() {
    assertThat(Explanation.of(POLICY))
        .extracting(Explanation.Line::toString)
        .contains(
            "limits.max-width: 512  # b.yaml:5:47",
            "prompt.thresholds.violence.block: 0.4  # t.yaml:7:44",
            "prompt.thresholds.violence.review: 0.5  # b.yaml:6:70",
            "rules.platform: review when request.images > 8  # b.yaml:9:27")
        .hasSize(POLICY.settings().all().size() + 5);
  }

  @Test
  void aVerdictIsExplainedReasonByReason() {
    Verdict verdict = PolicyTests.run(POLICY).get(1).actual();

    assertThat(Explanation.of(verdict))
        .extracting(Explanation.Step::toString)
        .contains(
            "> review   rule joint  # rules.joint t.yaml:14:24",
            "  allow    violence in the text: 0.200 by policy-test@1, threshold 0.400"
                + "  # prompt.thresholds.violence.block t.yaml:7:44");
  }

  @Test
  void aSimulationCountsWhatWouldChange() {
    Facts wide = atTheDoor(512);
    Facts narrow = atTheDoor(100);
    List<Simulation.Past> past =
        List.of(
            new Simulation.Past("a", List.of(wide, seen(512)), Action.ALLOW),
            new Simulation.Past("b", List.of(narrow, seen(100)), Action.ALLOW),
            new Simulation.Past("c", List.of(wide), Action.BLOCK),
            new Simulation.Past("d", List.of(narrow), Action.BLOCK));

    Simulation simulation = Simulation.of(POLICY, past);

    assertThat(simulation.decided()).isEqualTo(4);
    assertThat(simulation.changes())
        .containsExactly(
            Map.entry("allow -> block", 1L), Map.entry("block -> drawn, its picture unknown", 1L));
    assertThat(simulation.byRule()).containsOnlyKeys("rules.contractors-small");
    assertThat(simulation.changed())
        .extracting(Simulation.Change::requestId)
        .containsExactly("a", "d");
  }

  private static Facts atTheDoor(int width) {
    return facts(Phase.REQUEST, width, List.of());
  }

  private static Facts seen(int width) {
    List<Finding> findings = new ArrayList<>();
    POLICY.neededInTexts().forEach(category -> findings.add(zero(Origin.PROMPT, category)));
    POLICY.neededInImages().forEach(category -> findings.add(zero(Origin.OUTPUT, category)));
    return facts(Phase.OUTPUT, width, findings);
  }

  private static Finding zero(Origin origin, Category category) {
    return new Finding.Measured(origin, category, new DetectorId("test", "1"), 0, "plain");
  }

  private static Facts facts(Phase phase, int width, List<Finding> findings) {
    return new Facts(
        phase,
        new Caller("t", "s", "c", Set.of("contractor")),
        GenerationRequest.of(Prompt.of("a red kettle"), "starter", new Size(width, 512)),
        findings,
        Instant.EPOCH,
        Circumstances.NONE);
  }
}

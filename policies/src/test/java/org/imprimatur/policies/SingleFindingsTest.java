package org.imprimatur.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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
import org.imprimatur.api.Size;
import org.imprimatur.api.Verdict;
import org.imprimatur.policies.yaml.Source;

/** Conditions that ask for single findings: which detector, which view, how many. */
class SingleFindingsTest {
  private static final Source BASELINE =
      Source.of(
          "b.yaml",
          """
          policy: imprimatur/v1
          kind: baseline
          name: b
          serial: 1
          limits: { prompt-characters: 100, max-width: 64, max-height: 64, max-steps: 9, max-images: 9 }
          roles: { generate: [creator] }
          prompt: { thresholds: { default: { block: 0.99 } } }
          output: { thresholds: { default: { block: 0.99 } } }
          """);
  private static final List<String> PLAIN =
      List.of(
          "findings.exists(f, f.detector == 'a' && f.score > 0.5)",
          "findings.exists(f, f.looked_at.startsWith('prompt/') && 0.3 <= f.score)",
          "findings.filter(f, f.score >= 0.4).size() >= 2",
          "size(findings.filter(f, f.origin != 'preview' && (f.score > 0.2 || f.version == '2'))) > 2",
          "findings.exists(f, f.origin == 'preview') && request.width > 32",
          "findings.exists(f, f.category != 'other' && f.detector in ['a', 'b'] && f.score > 0.6)");

  @Example
  void aConditionAsksWhichDetectorFoundItAndWhere() {
    CompiledPolicy policy =
        policy(
            "findings.exists(f, f.detector == 'a' && f.looked_at == 'prompt/leet' && f.score > 0.5)");

    assertThat(judge(policy, finding("a", 0.6, "prompt/leet"))).isEqualTo(Action.REVIEW);
    assertThat(judge(policy, finding("a", 0.4, "prompt/leet"))).isEqualTo(Action.ALLOW);
    assertThat(judge(policy, finding("b", 0.6, "prompt/leet"))).isEqualTo(Action.ALLOW);
    assertThat(judge(policy, finding("a", 0.6, "prompt/plain"))).isEqualTo(Action.ALLOW);
  }

  @Example
  void aConditionCountsFindings() {
    CompiledPolicy policy = policy("findings.filter(f, f.score > 0.4).size() >= 2");

    assertThat(judge(policy, finding("a", 0.5, "x"))).isEqualTo(Action.ALLOW);
    assertThat(judge(policy, finding("a", 0.5, "x"), finding("b", 0.3, "x")))
        .isEqualTo(Action.ALLOW);
    assertThat(judge(policy, finding("a", 0.5, "x"), finding("b", 0.5, "x")))
        .isEqualTo(Action.REVIEW);
  }

  @Example
  void aCategoryThatALoopNamesMustBeMeasured() {
    CompiledPolicy policy =
        policy("findings.exists(f, f.origin == 'prompt' && f.category == 'gore' && f.score > 0.5)");

    Verdict silent = policy.judge(facts(List.of(finding("a", 0.9, "x"))));

    assertThat(policy.neededInTexts()).contains(Category.GORE);
    assertThat(silent.action()).isEqualTo(Action.BLOCK);
    assertThat(silent.deciding()).allMatch(Reason.Unmeasured.class::isInstance);
  }

  @Example
  void aCategoryWithoutAnOriginMustBeMeasuredInTextAndImage() {
    CompiledPolicy policy = policy("findings.exists(f, f.category == 'gore' && f.score > 0.5)");

    assertThat(policy.neededInTexts()).contains(Category.GORE);
    assertThat(policy.neededInImages()).contains(Category.GORE);
  }

  @Property(tries = 400)
  void moreOrHigherFindingsNeverSoften(
      @ForAll("conditions") String condition,
      @ForAll("findings") List<Finding> findings,
      @ForAll("findings") List<Finding> more) {
    CompiledPolicy policy = policy(condition);
    List<Finding> raised = new ArrayList<>(more);
    findings.forEach(finding -> raised.add(higher((Finding.Measured) finding)));

    assertThat(policy.judge(facts(raised)).action())
        .isGreaterThanOrEqualTo(policy.judge(facts(findings)).action());
  }

  @Provide
  Arbitrary<String> conditions() {
    Arbitrary<String> plain = Arbitraries.of(PLAIN);
    return Combinators.combine(plain, Arbitraries.of(" && ", " || "), plain)
        .as((left, join, right) -> left + join + right);
  }

  @Provide
  Arbitrary<List<Finding>> findings() {
    return Combinators.combine(
            Arbitraries.of(Origin.values()),
            Arbitraries.of("a", "b"),
            Arbitraries.of("prompt/plain", "tile"),
            Arbitraries.integers().between(0, 90))
        .as(
            (origin, detector, where, score) ->
                (Finding)
                    new Finding.Measured(
                        origin,
                        Category.VIOLENCE,
                        new DetectorId(detector, "2"),
                        score / 100.0,
                        where))
        .list()
        .ofMaxSize(4);
  }

  private static Finding higher(Finding.Measured finding) {
    return new Finding.Measured(
        finding.origin(),
        finding.category(),
        finding.detector(),
        Math.min(0.98, finding.score() + 0.07),
        finding.lookedAt());
  }

  private static Finding finding(String detector, double score, String where) {
    return new Finding.Measured(
        Origin.PROMPT, Category.VIOLENCE, new DetectorId(detector, "1"), score, where);
  }

  private static CompiledPolicy policy(String condition) {
    String tenant =
        "policy: imprimatur/v1%nkind: tenant%nname: t%nserial: 1%nrules:%n  - { id: r, when: \"%s\", action: review }%n";
    return new PolicyCompiler(Bundles.of(BASELINE), Optional.empty())
        .compile("t", Source.of("t.yaml", tenant.formatted(condition)));
  }

  private static Action judge(CompiledPolicy policy, Finding... findings) {
    return policy.judge(facts(List.of(findings))).action();
  }

  private static Facts facts(List<Finding> findings) {
    return new Facts(
        Phase.PROMPT,
        new Caller("t", "s", "c", Set.of("creator")),
        GenerationRequest.of(Prompt.of("a red kettle"), "starter", new Size(64, 64)),
        findings,
        Instant.EPOCH,
        Circumstances.NONE);
  }
}

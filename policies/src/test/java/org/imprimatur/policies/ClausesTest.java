package org.imprimatur.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.Action;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Reason;
import org.imprimatur.api.Verdict;
import org.imprimatur.policies.yaml.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocklists, exceptions, profiles and shadows. */
class ClausesTest {
  private static final String BASELINE =
      """
      policy: imprimatur/v1
      kind: baseline
      name: b
      serial: 1
      absolute: [sexual_minors]
      approval: { approvers: [ann, bob, cem], max-days: 60 }
      roles: { generate: [creator] }
      limits: { prompt-characters: 4000, max-width: 2048, max-height: 2048, max-steps: 99, max-images: 9 }
      prompt: { thresholds: { default: { block: 0.9 }, violence: { review: 0.4, block: 0.6 } } }
      output: { thresholds: { default: { block: 0.9 } } }
      """;
  private static final String HEAD = "policy: imprimatur/v1\nkind: tenant\nname: t\nserial: 1\n";
  private static final String EXHIBITION =
      """
      exceptions:
        - id: EX-1
          reason: an exhibition on battles
          loosens: { prompt: { violence: { review: 0.7, block: 0.8 } } }
          scope: principal.client == "policy-test"
          not-before: 2026-11-01T00:00:00Z
          expires: 2026-12-15T00:00:00Z
          approved-by: [ann, bob]
      """;

  @Test
  void anAllowlistBesideThePolicyTakesPhrasesOut() {
    String lists =
        """
        blocklists: [{ id: cars, terms: [skoda], except: harmless.txt, action: block }]
        tests:
          - { name: a car, given: { prompt: a skoda by the sea }, expect: { action: block } }
          - { name: a lane, given: { prompt: the old Skoda lane }, expect: { action: allow } }
          - name: both
            given: { prompt: a skoda in the old skoda lane }
            expect: { action: block, rule: blocklists.cars }
        """;

    assertThat(policy(lists).tenant()).isEqualTo("t");
    assertThat(policy(lists).digest())
        .isNotEqualTo(
            policy(lists.replace("harmless.txt", "brands.txt").replaceAll("(?s)tests:.*", ""))
                .digest());
  }

  @ParameterizedTest
  @CsvSource({
    "a can of big cola, REVIEW",
    "a can of BIG-COLA!, REVIEW",
    "a can of ｂｉｇ ｃｏｌａ, REVIEW",
    "a skoda by the sea, REVIEW",
    "a bigger cola, ALLOW",
    "a big coca, ALLOW",
  })
  void aBlocklistFindsWholeWordsInAnySpelling(String prompt, Action action) {
    String lists =
        "blocklists: [{ id: brands, file: brands.txt, action: review }]\n"
            + "tests: [{ name: one, given: { prompt: \"%s\" }, expect: { action: %s } }]\n"
                .formatted(prompt, action.name().toLowerCase(Locale.ROOT));

    assertThat(PolicyTests.run(policy(lists))).hasSize(1).allMatch(PolicyTests.Result::passed);
  }

  @Test
  void anExceptionLoosensItsThresholdsInItsTimeAndIsNamedInTheDecision() {
    Verdict during = verdict("2026-11-20T00:00:00Z", 0.65);

    assertThat(during.action()).isEqualTo(Action.ANNOTATE);
    assertThat(during.deciding()).extracting(Reason::text).containsOnly("exception EX-1 applies");
    assertThat(verdict("2026-11-20T00:00:00Z", 0.85).action()).isEqualTo(Action.BLOCK);
    assertThat(verdict("2026-10-31T23:59:59Z", 0.65).action()).isEqualTo(Action.BLOCK);
    assertThat(verdict("2026-12-15T00:00:00Z", 0.65).action()).isEqualTo(Action.BLOCK);
  }

  @Test
  void lintFindsAnExceptionThatAnEarlierOneShadows() {
    String second =
        EXHIBITION
            .replace("exceptions:\n", "")
            .replace("EX-1", "EX-2")
            .replace("2026-12-15", "2026-12-01");

    assertThat(Lint.of(policy(EXHIBITION + second)))
        .extracting(Lint.Remark::text)
        .containsExactly("exception EX-2 never applies: EX-1 has the same scope and comes first");
    assertThat(Lint.of(policy(EXHIBITION + second.replace("policy-test", "another")))).isEmpty();
  }

  @Test
  void aProfileStandsBetweenTheBaselineAndTheTenant() {
    CompiledPolicy policy = policy("profile: media-2026\n");

    assertThat(policy.settings().find("prompt.thresholds.ip.review"))
        .hasValueSatisfying(
            placed -> assertThat(placed.place().toString()).contains("profiles/media-2026.yaml"));
    assertThat(policy.digest()).isNotEqualTo(policy("").digest());
  }

  @Test
  void aShadowIsRecordedAndChangesNothing() {
    CompiledPolicy active = policy("");
    CompiledPolicy stricter = policy("prompt: { thresholds: { violence: { block: 0.3 } } }\n");
    String tests =
        "tests: [{ name: one, given: { scores: { prompt: { violence: 0.35 } } },"
            + " expect: { action: allow } }]\n";
    Facts facts = PolicyTests.facts(policy(tests), policy(tests).clauses().tests().get(0));

    Verdict verdict = new ShadowedPolicy(active, stricter).judge(facts);

    assertThat(verdict.action()).isEqualTo(active.judge(facts).action()).isEqualTo(Action.ALLOW);
    assertThat(verdict.reasons())
        .extracting(Reason::text)
        .contains("the policy in the shadow, serial 1, would block");
  }

  @Test
  void aTenantWithAShadowKeepsTheTermsOfThePolicyInForce() {
    CompiledPolicy active =
        policy(
            """
            review: { timeout: PT2H, four-eyes: [violence] }
            credentials: { visible-label: shown }
            output: { mid-run-stop: on }
            """);
    CompiledPolicy other = policy("review: { timeout: PT1H }\n");

    ShadowedPolicy both = new ShadowedPolicy(active, other);

    assertThat(both.reviewTerms(Set.of(Category.VIOLENCE)))
        .isEqualTo(active.reviewTerms(Set.of(Category.VIOLENCE)))
        .isNotEqualTo(other.reviewTerms(Set.of(Category.VIOLENCE)));
    assertThat(both.credentialTerms())
        .isEqualTo(active.credentialTerms())
        .isNotEqualTo(other.credentialTerms());
    assertThat(both.reviewRoles()).isEqualTo(active.reviewRoles());
    assertThat(both.stopsMidRun()).isEqualTo(active.stopsMidRun());
    assertThat(both.promptDays()).isEqualTo(active.promptDays());
  }

  @Test
  void aRuleInTheShadowIsRecordedAndChangesNothing() {
    String rule = "rules: [{ id: trial, mode: %s, when: request.width > 32, action: block }]\n";
    String tests = "tests: [{ name: one, given: { width: 48 }, expect: { action: %s } }]\n";
    CompiledPolicy shadow = policy(rule.formatted("shadow") + tests.formatted("allow"));
    policy(rule.formatted("enforce") + tests.formatted("block"));

    Verdict verdict = shadow.judge(PolicyTests.facts(shadow, shadow.clauses().tests().get(0)));

    assertThat(verdict.action()).isEqualTo(Action.ALLOW);
    assertThat(verdict.reasons())
        .filteredOn(reason -> reason.rule().id().equals("shadow.rules.trial"))
        .extracting(Reason::text)
        .containsExactly("the rule in the shadow would block");
  }

  @Test
  void aRuleInTheShadowDemandsNoMeasurement() {
    String rule =
        "rules: [{ id: r, mode: shadow, when: scores.output.gore > 0.5, action: block }]\n";

    CompiledPolicy policy = policy(rule);

    assertThat(policy.neededInImages()).doesNotContain(Category.GORE);
  }

  private static Verdict verdict(String at, double score) {
    String test =
        "tests: [{ name: one, given: { at: %s, scores: { prompt: { violence: %s } } },"
            + " expect: { action: %s } }]\n";
    for (String action : List.of("allow", "annotate", "review", "block")) {
      try {
        return PolicyTests.run(policy(EXHIBITION + test.formatted(at, score, action)))
            .get(0)
            .actual();
      } catch (ConfigurationException other) {
        assertThat(other).hasMessageContaining("the test \"one\" fails");
      }
    }
    throw new AssertionError("no action fits");
  }

  private static CompiledPolicy policy(String clauses) {
    return new PolicyCompiler(Bundles.of(Source.of("b.yaml", BASELINE)), Optional.empty())
        .compile("t", Source.of("t.yaml", HEAD + clauses));
  }
}

package org.imprimatur.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.CredentialTerms;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.ReviewTerms;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.Size;
import org.imprimatur.api.TrainingUse;
import org.imprimatur.policies.yaml.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Languages, ages, and the terms that other steps carry out. */
class TermsTest {
  private static final String BASELINE =
      """
      policy: imprimatur/v1
      kind: baseline
      name: b
      serial: 1
      roles: { generate: [creator], review: [reviewer, chief] }
      review: { timeout: P2D, four-eyes: [deepfake], appeals: allowed }
      credentials: { training: allowed, visible-label: none }
      limits: { prompt-characters: 4000, max-width: 2048, max-height: 2048, max-steps: 99, max-images: 9 }
      data: { image-days: 10 }
      prompt: { thresholds: { default: { block: 0.8 } } }
      output: { thresholds: { default: { block: 0.8 } } }
      """;
  private static final String HEAD = "policy: imprimatur/v1\nkind: tenant\nname: t\nserial: 1\n";

  @ParameterizedTest
  @CsvSource({
    "'', language_fr, 0.9, ALLOW",
    "'languages: [en, de]', language_de, 0.9, ALLOW",
    "'languages: [en, de]', language_fr, 0.9, BLOCK",
    "'languages: [en, de]', language_fr, 0.4, ALLOW",
    "'', minor, 0.9, ALLOW",
    "'ages: any', minor, 0.9, ALLOW",
    "'ages: adults', minor, 0.9, BLOCK",
    "'ages: adults', minor, 0.4, ALLOW",
  })
  void aPropertyOfATextIsJudgedByItsOwnSettingAlone(
      String setting, String category, double score, Action action) {
    CompiledPolicy policy = policy(setting + "\n");

    assertThat(judge(policy, category, score)).isEqualTo(action);
  }

  @Test
  void aPropertyCanHaveThresholdsLikeAnyCategory() {
    CompiledPolicy policy =
        policy("prompt: { thresholds: { minor: { review: 0.5, block: 0.8 } } }\n");

    assertThat(judge(policy, "minor", 0.6)).isEqualTo(Action.REVIEW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"languages: [en]", "ages: adults"})
  void aPropertyThatIsNotMeasuredBlocksWhereItIsJudged(String setting) {
    assertThat(policy(setting + "\n").judge(facts(List.of())).action()).isEqualTo(Action.BLOCK);
    assertThat(policy("").judge(facts(List.of())).action()).isEqualTo(Action.ALLOW);
  }

  @Test
  void aLanguageThatNothingRecognisesDoesNotLoad() {
    Installed installed =
        new Installed(Set.of(Category.language("en")), Set.of(), Set.of(), Map.of());

    assertThatThrownBy(() -> policy("languages: [en, xx]\n", Optional.of(installed)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("t.yaml:5:12")
        .hasMessageContaining("no installed detector measures \"language_xx\"");
  }

  @Test
  void aGatePackIsPinnedByTheDigestOfItsModel() {
    Sha256 digest = Sha256.ofText("model");
    DetectorId gate = new DetectorId("gate", "3");
    Optional<Installed> installed =
        Optional.of(
            new Installed(Set.of(), Set.of(), Set.of(gate), Map.of(), Map.of("gate", digest)));
    String pinned = "output: { detectors: [\"gate@%s\"] }\n";

    assertThat(policy(pinned.formatted(digest), installed).tenant()).isEqualTo("t");
    assertThat(Witnesses.matches("gate@" + digest, gate)).isTrue();
    assertThatThrownBy(() -> policy(pinned.formatted(Sha256.ofText("other")), installed))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is installed in another version, " + digest);
    assertThatThrownBy(
            () -> policy("output: { detectors: [\"other@%s\"] }\n".formatted(digest), installed))
        .hasMessageContaining("no detector");
  }

  @Test
  void aRuleReadsWhatThePictureShowsThatARequestStartsFrom() {
    CompiledPolicy policy =
        policy(
            """
            rules: [{ id: faces, when: scores.input.face >= 0.5, action: block }]
            tests:
              - name: a face in the upload
                given: { from-image: true, scores: { input: { face: 0.7 } } }
                expect: { action: block, rule: faces }
              - name: no face in the upload
                given: { from-image: true }
                expect: { action: allow }
              - name: nothing to start from
                given: { }
                expect: { action: allow }
              - name: a face in the result
                given: { scores: { output: { face: 0.7 } } }
                expect: { action: allow }
              - name: an upload that nothing looked at
                given: { from-image: true, unavailable: [input.face] }
                expect: { action: block, rule: faces }
            """);

    assertThat(PolicyTests.run(policy)).hasSize(5).allMatch(PolicyTests.Result::passed);
  }

  @Test
  void theTermsOfReviewsAreTheStrictestOfAllFiles() {
    CompiledPolicy policy =
        policy(
            """
            roles: { review: [chief] }
            review: { timeout: PT4H, four-eyes: [violence], appeals: none }
            data: { image-days: 3 }
            """);

    assertThat(policy.reviewRoles()).containsExactly("chief");
    assertThat(policy.reviewTerms(Set.of(Category.HATE)))
        .isEqualTo(new ReviewTerms(Duration.ofHours(4), 1, false, Duration.ofDays(3)));
    assertThat(policy.reviewTerms(Set.of(Category.DEEPFAKE, Category.HATE)).reviewers())
        .isEqualTo(2);
    assertThat(policy.reviewTerms(Set.of(Category.VIOLENCE)).reviewers()).isEqualTo(2);
    assertThat(policy("").reviewTerms(Set.of()))
        .isEqualTo(new ReviewTerms(Duration.ofDays(2), 1, true, Duration.ofDays(10)));
  }

  @Test
  void theTermsOfCredentialsAreTheStrictestOfAllFiles() {
    CompiledPolicy strict =
        policy(
            """
            credentials: { time-stamp: required, training: not-allowed, visible-label: shown }
            output: { mid-run-stop: off }
            """);

    assertThat(strict.credentialTerms())
        .isEqualTo(new CredentialTerms(true, true, Optional.of(TrainingUse.NOT_ALLOWED)));
    assertThat(policy("").credentialTerms())
        .isEqualTo(new CredentialTerms(false, false, Optional.of(TrainingUse.ALLOWED)));
    assertThat(strict.stopsMidRun()).isFalse();
    assertThat(policy("").stopsMidRun()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "review: { timeout: P3D }",
        "roles: { review: [reviewer, stranger] }",
        "data: { image-days: 11 }",
      })
  void aTenantDoesNotLoosenThem(String setting) {
    assertThatThrownBy(() -> policy(setting + "\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("would loosen");
  }

  private static Action judge(CompiledPolicy policy, String category, double score) {
    List<Finding> all = new ArrayList<>();
    all.add(finding(new Category(category), score));
    policy.neededInTexts().forEach(needed -> all.add(finding(needed, 0)));
    return policy.judge(facts(all)).action();
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

  private static Finding finding(Category category, double score) {
    return new Finding.Measured(
        Origin.PROMPT, category, new DetectorId("test", "1"), score, "plain");
  }

  private static CompiledPolicy policy(String settings) {
    return policy(settings, Optional.empty());
  }

  private static CompiledPolicy policy(String settings, Optional<Installed> installed) {
    String baseline =
        installed.isPresent() ? BASELINE.replace("four-eyes: [deepfake], ", "") : BASELINE;
    return new PolicyCompiler(Bundles.of(Source.of("b.yaml", baseline)), installed)
        .compile("t", Source.of("t.yaml", HEAD + settings));
  }
}

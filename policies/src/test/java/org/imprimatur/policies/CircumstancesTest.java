package org.imprimatur.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.imprimatur.api.Action;
import org.imprimatur.api.BreakGlass;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Category;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.History;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Reason;
import org.imprimatur.api.Refusal;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.Size;
import org.imprimatur.api.StepName;
import org.imprimatur.api.Verdict;
import org.imprimatur.policies.yaml.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rates, people, emergencies, demanded detectors and the joint decision. */
class CircumstancesTest {
  private static final String BASELINE =
      """
      policy: imprimatur/v1
      kind: baseline
      name: b
      serial: 1
      absolute: [sexual_minors]
      roles: { generate: [creator], break-glass: [officer] }
      limits: { prompt-characters: 4000, max-width: 2048, max-height: 2048, max-steps: 99, max-images: 9 }
      prompt: { thresholds: { default: { block: 0.9 } } }
      output: { thresholds: { default: { block: 0.8 } } }
      """;
  private static final String HEAD = "policy: imprimatur/v1\nkind: tenant\nname: t\nserial: 1\n";
  private static final Category MINORS = Category.SEXUAL_MINORS;
  private static final History.Window NONE = History.Window.NONE;
  private static final BreakGlass EMERGENCY = new BreakGlass("INC-1", "the map of the flood");

  @ParameterizedTest
  @CsvSource({
    "rates.caller-per-minute, 7, en, more than 7 images within a minute; try again in 31 seconds",
    "rates.caller-per-minute, 7, de, mehr als 7 Bilder in einer Minute; versuchen Sie es in 31"
        + " Sekunden wieder",
    "rates.tenant-running, 7, en, more than 7 images of the tenant at once; try again in 6 seconds",
  })
  void whoComesTooOftenIsToldWhenToComeBack(String rate, int most, String language, String text) {
    CompiledPolicy policy =
        policy("rates: { %s: %d }\n".formatted(rate.substring("rates.".length()), most));

    assertThat(atTheDoor(policy, history(most), language).action()).isEqualTo(Action.ALLOW);
    Verdict refused = atTheDoor(policy, history(most + 1), language);
    Refusal refusal = Refusal.from((Verdict.Block) refused, StepName.ADMIT);
    assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED);
    assertThat(refusal.text()).isEqualTo(text);
    assertThat(refusal.retryAfter()).isPresent();
  }

  @Test
  void aRuleReadsTheHistoryOfTheCaller() {
    CompiledPolicy policy =
        policy(
            "rules: [{ id: probing, when: history.caller.blocked_last_hour >= 5, action: review"
                + " }]\n");

    assertThat(atTheDoor(policy, history(4), "en").action()).isEqualTo(Action.ALLOW);
    assertThat(atTheDoor(policy, history(5), "en").action()).isEqualTo(Action.REVIEW);
  }

  @Test
  void aRuleSpeaksTheLanguageOfTheCaller() {
    CompiledPolicy policy =
        policy(
            "rules: [{ id: all, when: \"true\", action: block, message: { en: no, de: nein } }]\n");

    assertThat(texts(atTheDoor(policy, history(1), "de"))).containsExactly("nein");
    assertThat(texts(atTheDoor(policy, history(1), "fr"))).containsExactly("no");
  }

  @ParameterizedTest
  @CsvSource({
    "any, real_person, 0.85, false, ALLOW",
    "consented, real_person, 0.85, false, BLOCK",
    "consented, real_person, 0.85, true, ALLOW",
    "consented, real_person, 0.25, false, ALLOW",
    "fictional, real_person, 0.85, true, BLOCK",
    "fictional, face, 0.75, true, ALLOW",
    "none, face, 0.75, true, BLOCK",
    "any, identity, 0.75, false, ALLOW",
    "consented, identity, 0.75, false, BLOCK",
    "consented, consented_identity, 0.95, false, ALLOW",
    "fictional, consented_identity, 0.95, true, BLOCK",
    "none, consented_identity, 0.95, true, BLOCK",
  })
  void thePeopleRuleSaysWhoMayBeShown(
      String rule, String category, double score, boolean consent, Action action) {
    Category shown = new Category(category);
    Origin origin = shown.equals(Category.REAL_PERSON) ? Origin.PROMPT : Origin.OUTPUT;
    CompiledPolicy policy = policy("people: " + rule + "\n");
    Circumstances circumstances =
        consent ? Circumstances.NONE.withConsent("CONSENT-1") : Circumstances.NONE;

    Verdict verdict = judge(policy, circumstances, "creator", finding(origin, shown, score));

    assertThat(verdict.action()).isEqualTo(action);
  }

  @Test
  void aPeopleRuleWithoutAMeasurementBlocks() {
    Facts unmeasured = facts(Phase.PROMPT, Circumstances.NONE, "creator", List.of());

    assertThat(policy("people: fictional\n").judge(unmeasured).action()).isEqualTo(Action.BLOCK);
    assertThat(policy("").judge(unmeasured).action()).isEqualTo(Action.ALLOW);
  }

  @Test
  void anEmergencyTurnsABlockedScoreIntoAReview() {
    Finding violent = finding(Origin.OUTPUT, Category.VIOLENCE, 0.95);
    Circumstances emergency = Circumstances.NONE.with(EMERGENCY);

    assertThat(judge(policy(""), emergency, "officer", violent).action()).isEqualTo(Action.REVIEW);
    assertThat(judge(policy(""), Circumstances.NONE, "officer", violent).action())
        .isEqualTo(Action.BLOCK);
  }

  @Test
  void anEmergencyIsAlwaysReviewed() {
    Verdict verdict =
        judge(
            policy(""),
            Circumstances.NONE.with(EMERGENCY),
            "officer",
            finding(Origin.OUTPUT, Category.VIOLENCE, 0));

    assertThat(verdict.action()).isEqualTo(Action.REVIEW);
    assertThat(texts(verdict))
        .containsExactly("a declared emergency (INC-1) is decided by a person");
  }

  @Test
  void anEmergencyLeavesAbsoluteCategoriesAndRulesAndMissingScoresAlone() {
    Circumstances emergency = Circumstances.NONE.with(EMERGENCY);

    assertThat(
            judge(policy(""), emergency, "officer", finding(Origin.PROMPT, MINORS, 0.95)).action())
        .isEqualTo(Action.BLOCK);
    assertThat(
            judge(
                    policy("rules: [{ id: all, when: \"true\", action: block }]\n"),
                    emergency,
                    "officer",
                    finding(Origin.PROMPT, Category.VIOLENCE, 0))
                .action())
        .isEqualTo(Action.BLOCK);
    assertThat(
            policy("prompt: { requires: [violence] }\n")
                .judge(facts(Phase.PROMPT, emergency, "officer", List.of()))
                .action())
        .isEqualTo(Action.BLOCK);
  }

  @Test
  void anEmergencyWithoutTheRoleIsRefused() {
    Verdict verdict =
        judge(
            policy(""),
            Circumstances.NONE.with(EMERGENCY),
            "creator",
            finding(Origin.PROMPT, Category.VIOLENCE, 0));

    assertThat(verdict.deciding())
        .extracting(Reason::code)
        .containsExactly(RefusalCode.NOT_PERMITTED);
  }

  @Test
  void aDemandedDetectorThatIsSilentBlocks() {
    Finding zero = finding(Origin.OUTPUT, Category.VIOLENCE, 0);

    assertThat(action("output: { detectors: [test] }\n", zero)).isEqualTo(Action.ALLOW);
    assertThat(action("output: { detectors: [\"test@1\"] }\n", zero)).isEqualTo(Action.ALLOW);
    assertThat(action("output: { detectors: [\"test@2\"] }\n", zero)).isEqualTo(Action.BLOCK);
    assertThat(action("output: { detectors: [other] }\n", zero)).isEqualTo(Action.BLOCK);
    assertThat(action("prompt: { detectors: [test] }\n", zero)).isEqualTo(Action.BLOCK);
  }

  @Test
  void aRiskInTheTextLowersTheThresholdsOfThePicture() {
    String joint = "joint: { prompt-from: 0.3, lower-image-by: 0.25 }\n";
    Finding picture = finding(Origin.OUTPUT, Category.VIOLENCE, 0.65);

    assertThat(action(joint, picture)).isEqualTo(Action.ALLOW);
    assertThat(action(joint, picture, finding(Origin.PROMPT, Category.VIOLENCE, 0.29)))
        .isEqualTo(Action.ALLOW);
    assertThat(action(joint, picture, finding(Origin.PROMPT, Category.HATE, 0.5)))
        .isEqualTo(Action.ALLOW);
    assertThat(action(joint, picture, finding(Origin.PROMPT, Category.VIOLENCE, 0.3)))
        .isEqualTo(Action.BLOCK);
  }

  @ParameterizedTest
  @CsvSource({
    "a portrait of Ada Example, REVIEW",
    "a portrait of Example ADA, REVIEW",
    "adaexample by the sea, REVIEW",
    "Ada by an example, ALLOW",
    "the Ada Example prize, ALLOW",
    "the Ada Example prize for Ada Example, REVIEW",
  })
  void namesAreFoundInEveryOrderButNotInHarmlessPhrases(String prompt, Action action) {
    CompiledPolicy policy =
        policy(
            "blocklists: [{ id: people, action: review, match: names, terms: [Ada Example],"
                + " except: [Ada Example prize] }]\n");
    GenerationRequest request =
        GenerationRequest.of(Prompt.of(prompt), "starter", new Size(64, 64));

    Facts facts = facts(Phase.PROMPT, Circumstances.NONE, "creator", List.of());
    Verdict verdict =
        policy.judge(
            new Facts(
                facts.phase(),
                facts.caller(),
                request,
                facts.findings(),
                facts.at(),
                facts.circumstances()));

    assertThat(verdict.action()).isEqualTo(action);
  }

  private static Action action(String settings, Finding... findings) {
    return judge(policy(settings), Circumstances.NONE, "creator", findings).action();
  }

  private static List<String> texts(Verdict verdict) {
    return verdict.deciding().stream().map(Reason::text).toList();
  }

  private static Verdict atTheDoor(CompiledPolicy policy, History history, String language) {
    return policy.judge(
        facts(
            Phase.REQUEST,
            Circumstances.NONE.with(history).inLanguage(language),
            "creator",
            List.of()));
  }

  private static Verdict judge(
      CompiledPolicy policy, Circumstances circumstances, String role, Finding... findings) {
    List<Finding> all = new ArrayList<>(List.of(findings));
    policy.neededInTexts().forEach(category -> all.add(finding(Origin.PROMPT, category, 0)));
    policy.neededInImages().forEach(category -> all.add(finding(Origin.OUTPUT, category, 0)));
    return policy.judge(facts(Phase.OUTPUT, circumstances, role, all));
  }

  private static Facts facts(
      Phase phase, Circumstances circumstances, String role, List<Finding> findings) {
    return new Facts(
        phase,
        new Caller("t", "s", "c", new TreeSet<>(List.of("creator", role))),
        GenerationRequest.of(Prompt.of("a red kettle"), "starter", new Size(64, 64)),
        findings,
        Instant.EPOCH,
        circumstances);
  }

  private static Finding finding(Origin origin, Category category, double score) {
    return new Finding.Measured(origin, category, new DetectorId("test", "1"), score, "plain");
  }

  /** Everything that a rate could count is {@code count}. */
  private static History history(int count) {
    History.Window window = new History.Window(count, Duration.ofSeconds(30));
    History.Tally tally = new History.Tally(count, window, NONE, window, count, count);
    return new History(tally, tally);
  }

  private static CompiledPolicy policy(String settings) {
    return new PolicyCompiler(Bundles.of(Source.of("b.yaml", BASELINE)), Optional.empty())
        .compile("t", Source.of("t.yaml", HEAD + settings));
  }
}

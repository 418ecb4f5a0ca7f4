package org.imprimatur.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Series;
import org.imprimatur.api.Size;
import org.imprimatur.api.Verdict;
import org.imprimatur.api.spi.TenantPolicy;

/** The promises of {@link TenantPolicy}; every implementation extends it. */
public abstract class TenantPolicyContract {
  private static final DetectorId DETECTOR = new DetectorId("contract", "1");

  /** The policy under test; equal on every call. */
  protected abstract TenantPolicy policy();

  /** The categories that the policy needs measured in texts. */
  protected abstract Set<Category> neededInTexts();

  /** The categories that the policy needs measured in the finished image. */
  protected abstract Set<Category> neededInImages();

  @Property(tries = 200)
  void sameFactsGetTheSameVerdict(@ForAll("facts") Facts facts) {
    assertThat(policy().judge(facts)).isEqualTo(policy().judge(facts));
  }

  @Property(tries = 300)
  void oneMoreFindingNeverSoftensTheVerdict(
      @ForAll("facts") Facts facts, @ForAll("findings") List<Finding> more) {
    List<Finding> before = complete(facts.findings());
    List<Finding> after = new ArrayList<>(before);
    after.addAll(more);

    assertThat(action(with(facts, after))).isGreaterThanOrEqualTo(action(with(facts, before)));
  }

  @Property(tries = 300)
  void aHigherScoreNeverSoftensTheVerdict(
      @ForAll("facts") Facts facts, @ForAll("scores") double rise) {
    List<Finding> raised = facts.findings().stream().map(one -> raised(one, rise)).toList();

    assertThat(action(with(facts, complete(raised))))
        .isGreaterThanOrEqualTo(action(with(facts, complete(facts.findings()))));
  }

  @Property(tries = 200)
  void theOrderOfFindingsDoesNotMatter(@ForAll("facts") Facts facts) {
    List<Finding> reversed = new ArrayList<>(facts.findings());
    Collections.reverse(reversed);

    assertThat(action(with(facts, reversed))).isEqualTo(action(facts));
  }

  @Property(tries = 200)
  void anUnavailableFindingBlocks(
      @ForAll("facts") Facts facts, @ForAll("categories") Category category) {
    List<Finding> findings = new ArrayList<>(complete(facts.findings()));
    findings.add(new Finding.Unavailable(Origin.PROMPT, category, DETECTOR, "late"));

    Verdict verdict = policy().judge(with(facts, findings));

    assertThat(verdict).isInstanceOf(Verdict.Block.class);
    assertThat(verdict.deciding()).extracting(Reason::code).contains(RefusalCode.CHECK_UNAVAILABLE);
  }

  @Property(tries = 50)
  void aNeededCategoryOfTheTextWithoutAScoreBlocks(@ForAll("contentPhases") Phase phase) {
    for (Category category : neededInTexts()) {
      assertThat(withoutScore(phase, Origin.PROMPT, category)).isEqualTo(Action.BLOCK);
    }
  }

  @Property(tries = 1)
  void aNeededCategoryOfTheImageWithoutAScoreBlocks() {
    for (Category category : neededInImages()) {
      assertThat(withoutScore(Phase.OUTPUT, Origin.OUTPUT, category)).isEqualTo(Action.BLOCK);
    }
  }

  @Property(tries = 300)
  void everyFindingIsAmongTheReasons(@ForAll("facts") Facts facts) {
    List<Reason> reasons = policy().judge(facts).reasons();

    for (Finding finding : facts.findings()) {
      assertThat(reasons).anyMatch(reason -> weighs(reason, finding));
    }
  }

  @Property(tries = 200)
  void theVerdictIsTheStrictestOfItsReasons(@ForAll("facts") Facts facts) {
    Verdict verdict = policy().judge(facts);

    assertThat(verdict).isEqualTo(Verdict.of(verdict.reasons()));
  }

  @Provide
  Arbitrary<Facts> facts() {
    Arbitrary<Caller> callers =
        Arbitraries.of("creator", "nobody", "\u0000")
            .map(role -> new Caller(policy().tenant(), "s", "c", Set.of(role)));
    Arbitrary<Instant> times =
        Arbitraries.of(
            Instant.EPOCH, Instant.MIN, Instant.MAX, Instant.ofEpochSecond(1_800_000_000));
    return Combinators.combine(
            Arbitraries.of(Phase.class), callers, requests(), findings(), times, circumstances())
        .as(Facts::new);
  }

  private static Arbitrary<Circumstances> circumstances() {
    Arbitrary<History.Window> windows =
        Arbitraries.of(0, 1, 1_000_000)
            .map(count -> new History.Window(count, Duration.ofSeconds(count)));
    Arbitrary<History.Tally> tallies =
        Combinators.combine(Arbitraries.of(0, 1, 1_000_000), windows)
            .as((count, window) -> new History.Tally(count, window, window, window, count, count));
    Arbitrary<Circumstances> quiet =
        Combinators.combine(tallies, tallies, Arbitraries.of("en", "de", "xx"))
            .as(
                (caller, tenant, language) ->
                    Circumstances.NONE.with(new History(caller, tenant)).inLanguage(language));
    BreakGlass emergency = new BreakGlass("INC-1", "the map of the flood");
    return Arbitraries.oneOf(quiet, quiet.map(calm -> calm.with(emergency)));
  }

  @Provide
  Arbitrary<List<Finding>> findings() {
    Arbitrary<Finding> measured =
        Combinators.combine(Arbitraries.of(Origin.class), categories(), scores())
            .as((origin, category, score) -> measured(origin, category, score));
    Arbitrary<Finding> unavailable =
        Combinators.combine(Arbitraries.of(Origin.class), categories())
            .as((origin, category) -> new Finding.Unavailable(origin, category, DETECTOR, "late"));
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(9, measured), net.jqwik.api.Tuple.of(1, unavailable))
        .list()
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<Category> categories() {
    return Arbitraries.oneOf(
        Arbitraries.of(Category.HARMS),
        Arbitraries.of(
            Category.DEEPFAKE, Category.FACE, Category.INJECTION, new Category("of_its_own")));
  }

  @Provide
  Arbitrary<Double> scores() {
    return Arbitraries.oneOf(
        Arbitraries.of(0.0, 0.3, 0.5, 0.8, 1.0), Arbitraries.doubles().between(0, 1).ofScale(4));
  }

  @Provide
  Arbitrary<Phase> contentPhases() {
    return Arbitraries.of(Phase.PROMPT, Phase.OUTPUT);
  }

  private static Arbitrary<GenerationRequest> requests() {
    Arbitrary<String> texts =
        Arbitraries.oneOf(
            Arbitraries.of("a red kettle", "\uD800", "\u202E\u0000", "\uD83D\uDC3B".repeat(9000)),
            Arbitraries.strings().ofMinLength(1).ofMaxLength(60).filter(text -> !text.isBlank()));
    Arbitrary<Size> sizes =
        Arbitraries.of(new Size(1, 1), new Size(256, 256), new Size(16_384, 16_384));
    return Combinators.combine(texts, texts, sizes, Arbitraries.of(1, 100))
        .as(
            (text, negative, size, count) ->
                GenerationRequest.of(new Prompt(text, negative), FakeGenerator.MODEL, size)
                    .with(Sampling.RECOMMENDED.withSteps(10 * count))
                    .with(new Series(0, count)));
  }

  private Action withoutScore(Phase phase, Origin origin, Category category) {
    List<Finding> findings = new ArrayList<>(complete(List.of()));
    findings.removeIf(finding -> finding.origin() == origin && finding.category().equals(category));
    return action(
        new Facts(
            phase,
            Fixtures.CALLER,
            Fixtures.request("a red kettle"),
            findings,
            Instant.EPOCH,
            Circumstances.NONE));
  }

  /** The findings, and a score of 0 for every needed category. */
  private List<Finding> complete(List<Finding> findings) {
    List<Finding> complete = new ArrayList<>(findings);
    neededInTexts().forEach(category -> complete.add(measured(Origin.PROMPT, category, 0)));
    neededInImages().forEach(category -> complete.add(measured(Origin.OUTPUT, category, 0)));
    return complete;
  }

  private Action action(Facts facts) {
    return policy().judge(facts).action();
  }

  private static Finding.Measured measured(Origin origin, Category category, double score) {
    return new Finding.Measured(origin, category, DETECTOR, score, "contract");
  }

  private static Finding raised(Finding finding, double rise) {
    return finding instanceof Finding.Measured one
        ? measured(one.origin(), one.category(), Math.min(1, one.score() + rise))
        : finding;
  }

  private static boolean weighs(Reason reason, Finding finding) {
    return reason instanceof Reason.ByScore scored
        ? scored.finding().equals(finding)
        : reason instanceof Reason.Unmeasured unmeasured
            && unmeasured.category().equals(finding.category());
  }

  private static Facts with(Facts facts, List<Finding> findings) {
    return new Facts(
        facts.phase(),
        facts.caller(),
        facts.request(),
        findings,
        facts.at(),
        facts.circumstances());
  }
}

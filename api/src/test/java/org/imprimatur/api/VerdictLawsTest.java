package org.imprimatur.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VerdictLawsTest {
  @Property
  void one_more_reason_never_makes_a_verdict_milder(
      @ForAll("reasons") List<Reason> reasons, @ForAll("reason") Reason more) {
    List<Reason> longer = new ArrayList<>(reasons);
    longer.add(more);

    assertThat(Verdict.of(longer).action()).isGreaterThanOrEqualTo(Verdict.of(reasons).action());
  }

  @Property
  void the_order_of_reasons_does_not_matter(
      @ForAll("reasons") List<Reason> reasons, @ForAll Random random) {
    List<Reason> shuffled = new ArrayList<>(reasons);
    Collections.shuffle(shuffled, random);

    assertThat(Verdict.of(shuffled).action()).isEqualTo(Verdict.of(reasons).action());
  }

  @Property
  void two_verdicts_together_are_as_strict_as_the_stricter(
      @ForAll("reasons") List<Reason> some, @ForAll("reasons") List<Reason> others) {
    Verdict a = Verdict.of(some);
    Verdict b = Verdict.of(others);

    assertThat(a.and(b).action()).isEqualTo(a.action().strictest(b.action()));
    assertThat(a.and(b).reasons()).hasSize(some.size() + others.size());
  }

  @Property
  void a_block_always_yields_a_refusal_with_a_text(@ForAll("reasons") List<Reason> reasons) {
    if (Verdict.of(reasons) instanceof Verdict.Block block) {
      assertThat(Refusal.from(block, StepName.MODERATE).text()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<List<Reason>> reasons() {
    return reason().list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<Reason> reason() {
    Arbitrary<Action> actions = Arbitraries.of(Action.class);
    RuleRef rule = new RuleRef("rule", "policy.yaml:1:1");
    Arbitrary<Reason> rules =
        actions.map(action -> new Reason.ByRule(action, rule, RefusalCode.LIMIT_EXCEEDED, "limit"));
    Arbitrary<Reason> scores =
        actions.map(action -> new Reason.ByScore(action, rule, score(), 0.5));
    Arbitrary<Reason> missing =
        Arbitraries.just(new Reason.Unmeasured(rule, Category.VIOLENCE, "late"));
    return Arbitraries.oneOf(rules, scores, missing);
  }

  private static Finding.Measured score() {
    return new Finding.Measured(
        Origin.OUTPUT, Category.VIOLENCE, new DetectorId("d", "1"), 0.7, "full-frame");
  }
}

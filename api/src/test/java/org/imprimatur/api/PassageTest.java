package org.imprimatur.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.imprimatur.api.spi.JournalEntry.Event;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PassageTest {
  private final Chain chain = new Chain(0.1);

  @AfterEach
  void close() {
    chain.close();
  }

  @Test
  void a_harmless_request_is_released_and_recorded_twice() {
    Answer answer = chain.pass("a red kettle");

    assertThat(answer).isInstanceOf(Answer.Released.class);
    assertThat(chain.journal.events()).containsExactly(Event.ACCEPTED, Event.RELEASED);
    assertThat(answer.trail().entries().stream().map(TrailEntry::step))
        .containsExactly(
            StepName.ADMIT, StepName.MODERATE, StepName.GENERATE, StepName.CLASSIFY, StepName.SIGN);
  }

  @Test
  void a_blocked_prompt_is_never_drawn_but_always_recorded() {
    Answer answer = chain.pass("gore");

    assertThat(refusal(answer).code()).isEqualTo(RefusalCode.MODERATION_BLOCKED);
    assertThat(refusal(answer).categories()).containsExactly(Category.VIOLENCE);
    assertThat(chain.generator.drawings()).isZero();
    assertThat(chain.journal.events()).containsExactly(Event.ACCEPTED, Event.BLOCKED);
  }

  @Test
  void a_prompt_that_needs_review_is_drawn_and_held() {
    Answer answer = chain.pass("a sword");

    assertThat(answer).isInstanceOf(Answer.Held.class);
    assertThat(chain.held.kept()).containsExactly("request-1");
    assertThat(chain.journal.events()).containsExactly(Event.ACCEPTED, Event.HELD);
  }

  @Test
  void an_image_that_the_classifier_finds_violent_is_refused_after_generation() {
    try (Chain violent = new Chain(0.9)) {
      Answer answer = violent.pass("a red kettle");

      assertThat(refusal(answer).step()).isEqualTo(StepName.CLASSIFY);
      assertThat(violent.generator.drawings()).isEqualTo(1);
      assertThat(violent.journal.events()).containsExactly(Event.ACCEPTED, Event.BLOCKED);
    }
  }

  @Test
  void a_step_that_throws_closes_the_passage_with_an_incident() {
    Passage<ModeratedPrompt> passage =
        chain.admit("a red kettle").through(new Throwing(new StackOverflowError("boom")));

    Answer answer =
        chain.release.release(
            passage.through(chain.generate).through(chain.classify).through(chain.sign));

    assertThat(refusal(answer).code()).isEqualTo(RefusalCode.INTERNAL);
    assertThat(refusal(answer).text()).contains("incident").doesNotContain("boom");
    assertThat(chain.journal.events()).containsExactly(Event.ACCEPTED, Event.FAILED);
  }

  @Test
  void a_value_that_a_blocking_step_passes_on_does_not_go_on() {
    Answer answer = chain.release.release(chain.admit("a red kettle").through(new Contradicting()));

    assertThat(refusal(answer).code()).isEqualTo(RefusalCode.MODERATION_BLOCKED);
  }

  @Test
  void a_step_that_was_given_the_wrong_value_refuses() {
    @SuppressWarnings({"unchecked", "rawtypes"}) // as an untyped route would do it
    Passage<GeneratedImage> skipped =
        ((Passage) chain.admit("a red kettle")).through(chain.generate);

    assertThat(refusal(chain.release.release(skipped)).code())
        .isEqualTo(RefusalCode.INCOMPLETE_TRAIL);
    assertThat(chain.generator.drawings()).isZero();
  }

  @Test
  void a_request_beyond_its_deadline_refuses_before_the_next_step() {
    Ticket late =
        new Ticket(
            "late",
            Fixtures.CALLER,
            FakePolicy.usual(),
            Deadline.in(Duration.ZERO, Clock.systemUTC()),
            TraceContext.NONE,
            Circumstances.NONE);

    Answer answer = chain.pass(late, Fixtures.request("a red kettle"));

    assertThat(refusal(answer).code()).isEqualTo(RefusalCode.DEADLINE_EXCEEDED);
    assertThat(chain.generator.drawings()).isZero();
  }

  static Refusal refusal(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused) answer).refusal();
  }

  private record Throwing(Error error) implements Step<AdmittedRequest, ModeratedPrompt> {
    @Override
    public StepName name() {
      return StepName.MODERATE;
    }

    @Override
    public Class<AdmittedRequest> takes() {
      return AdmittedRequest.class;
    }

    @Override
    public Outcome<ModeratedPrompt> apply(Ticket ticket, AdmittedRequest input) {
      throw error;
    }
  }

  private static final class Contradicting implements Step<AdmittedRequest, ModeratedPrompt> {
    @Override
    public StepName name() {
      return StepName.MODERATE;
    }

    @Override
    public Class<AdmittedRequest> takes() {
      return AdmittedRequest.class;
    }

    @Override
    public Outcome<ModeratedPrompt> apply(Ticket ticket, AdmittedRequest input) {
      Reason no =
          new Reason.ByRule(
              Action.BLOCK, new RuleRef("r", "f:1:1"), RefusalCode.MODERATION_BLOCKED, "no");
      Verdict verdict = Verdict.of(List.of(no));
      return Outcome.passed(
          new ModeratedPrompt(input, input.request().prompt(), List.of(), verdict),
          new Evidence(verdict, List.of(), Map.of()));
    }
  }
}

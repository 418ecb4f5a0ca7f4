package org.imprimatur.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.imprimatur.api.spi.HeldImages;
import org.imprimatur.api.spi.JournalEntry.Event;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.Fixtures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReleaseTest {
  private final Chain chain = new Chain(0.1);

  @AfterEach
  void close() {
    chain.close();
  }

  @Test
  void a_journal_that_cannot_accept_stops_everything_before_it_begins() {
    chain.journal.dieAfter(0);

    Answer answer = chain.pass("a red kettle");

    assertThat(PassageTest.refusal(answer).code()).isEqualTo(RefusalCode.AUDIT_UNAVAILABLE);
    assertThat(answer.receipt()).isEmpty();
    assertThat(chain.generator.drawings()).isZero();
  }

  @Test
  void a_journal_that_dies_on_the_way_releases_no_image() {
    chain.journal.dieAfter(1);

    Answer answer = chain.pass("a red kettle");

    assertThat(PassageTest.refusal(answer).code()).isEqualTo(RefusalCode.AUDIT_UNAVAILABLE);
    assertThat(chain.generator.drawings()).isEqualTo(1);
  }

  @Test
  void a_chain_without_a_classification_releases_nothing() {
    Passage<GeneratedImage> unclassified =
        chain.admit("a red kettle").through(chain.moderate).through(chain.generate);

    Answer answer = chain.release.release(unclassified.through(new Skipping()).through(chain.sign));

    assertThat(PassageTest.refusal(answer).code()).isEqualTo(RefusalCode.INCOMPLETE_TRAIL);
    assertThat(PassageTest.refusal(answer).text()).contains("classify");
    assertThat(chain.journal.events()).containsExactly(Event.ACCEPTED, Event.BLOCKED);
  }

  @Test
  void an_image_that_is_swapped_after_classification_is_not_released() {
    Passage<ClassifiedImage> classified =
        chain
            .admit("a red kettle")
            .through(chain.moderate)
            .through(chain.generate)
            .through(chain.classify);

    Answer answer = chain.release.release(classified.through(new Swapping()).through(chain.sign));

    assertThat(PassageTest.refusal(answer).text()).contains("not the one that was classified");
  }

  @Test
  void a_preview_that_was_not_classified_does_not_leave_with_the_image() {
    Passage<ClassifiedImage> classified =
        chain
            .admit("a red kettle")
            .through(chain.moderate)
            .through(chain.generate)
            .through(chain.classify);

    Answer answer = chain.release.release(classified.through(new Slipping()).through(chain.sign));

    assertThat(PassageTest.refusal(answer).text()).contains("not the one that was classified");
  }

  @Test
  void a_passage_is_answered_once() {
    Passage<SignedImage> passage =
        chain
            .admit("a red kettle")
            .through(chain.moderate)
            .through(chain.generate)
            .through(chain.classify)
            .through(chain.sign);

    assertThat(chain.release.release(passage)).isInstanceOf(Answer.Released.class);
    assertThat(chain.release.release(passage)).isInstanceOf(Answer.Refused.class);
    assertThat(chain.journal.events()).containsExactly(Event.ACCEPTED, Event.RELEASED);
  }

  @Test
  void an_image_that_cannot_be_kept_for_review_is_refused() {
    HeldImages broken =
        (ticket, image) -> {
          throw new IllegalStateException("disk full");
        };
    Release release = new Release(chain.journal, broken);

    Answer answer =
        release.release(
            chain
                .admit("a sword")
                .through(chain.moderate)
                .through(chain.generate)
                .through(chain.classify)
                .through(chain.sign));

    assertThat(PassageTest.refusal(answer).code()).isEqualTo(RefusalCode.AUDIT_UNAVAILABLE);
    assertThat(chain.journal.events()).containsExactly(Event.ACCEPTED, Event.FAILED);
  }

  @Test
  void a_step_that_measured_harm_and_forgot_to_ask_the_policy_releases_nothing() {
    Passage<ClassifiedImage> unjudged =
        chain
            .admit("a red kettle")
            .through(chain.moderate)
            .through(chain.generate)
            .through(new Forgetful());

    Answer answer = chain.release.release(unjudged.through(chain.sign));

    assertThat(PassageTest.refusal(answer).code()).isEqualTo(RefusalCode.MODERATION_BLOCKED);
    assertThat(PassageTest.refusal(answer).step()).isEqualTo(StepName.RELEASE);
  }

  /** Pretends to classify under another name. */
  private static final class Skipping implements Step<GeneratedImage, ClassifiedImage> {
    @Override
    public StepName name() {
      return StepName.GENERATE;
    }

    @Override
    public Class<GeneratedImage> takes() {
      return GeneratedImage.class;
    }

    @Override
    public Outcome<ClassifiedImage> apply(Ticket ticket, GeneratedImage input) {
      return Outcome.passed(
          new ClassifiedImage(input, List.of(), Verdict.nothingWeighed()), Evidence.NONE);
    }
  }

  private static final class Swapping implements Step<ClassifiedImage, ClassifiedImage> {
    @Override
    public StepName name() {
      return StepName.GENERATE;
    }

    @Override
    public Class<ClassifiedImage> takes() {
      return ClassifiedImage.class;
    }

    @Override
    public Outcome<ClassifiedImage> apply(Ticket ticket, ClassifiedImage input) {
      GeneratedImage other =
          new GeneratedImage(
              input.source().source(),
              Fixtures.picture(new Size(64, 64), 99),
              input.source().facts());
      return Outcome.passed(
          new ClassifiedImage(other, input.findings(), input.verdict()), Evidence.NONE);
    }
  }

  /** Puts a preview beside the picture that nobody has looked at. */
  private static final class Slipping implements Step<ClassifiedImage, ClassifiedImage> {
    @Override
    public StepName name() {
      return StepName.GENERATE;
    }

    @Override
    public Class<ClassifiedImage> takes() {
      return ClassifiedImage.class;
    }

    @Override
    public Outcome<ClassifiedImage> apply(Ticket ticket, ClassifiedImage input) {
      Preview preview = new Preview(1, 2, Fixtures.picture(new Size(8, 8), 9));
      return Outcome.passed(
          new ClassifiedImage(input.source(), input.findings(), input.verdict(), List.of(preview)),
          Evidence.NONE);
    }
  }

  /** Notes a violent finding but lets the policy have no say. */
  private static final class Forgetful implements Step<GeneratedImage, ClassifiedImage> {
    @Override
    public StepName name() {
      return StepName.CLASSIFY;
    }

    @Override
    public Class<GeneratedImage> takes() {
      return GeneratedImage.class;
    }

    @Override
    public Outcome<ClassifiedImage> apply(Ticket ticket, GeneratedImage input) {
      Finding violent =
          new Finding.Measured(
              Origin.OUTPUT, Category.VIOLENCE, new DetectorId("d", "1"), 0.95, "full-frame");
      return Outcome.passed(
          new ClassifiedImage(input, List.of(violent), Verdict.nothingWeighed()),
          new Evidence(
              Verdict.nothingWeighed(),
              List.of(violent),
              Map.of(ClassifyImage.IMAGE_FACT, input.image().digest().hex())));
    }
  }
}

package org.imprimatur.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Optional;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.junit.jupiter.api.Test;

class InputPictureTest {
  private static final Size SIZE = new Size(8, 8);
  private static final RasterImage PICTURE = Fixtures.picture(SIZE, 1);

  @Test
  void a_picture_to_start_from_that_the_policy_blocks_is_never_drawn_upon() {
    try (Chain chain = new Chain(0.95)) {
      Answer answer = pass(chain);

      assertThat(PassageTest.refusal(answer).code()).isEqualTo(RefusalCode.MODERATION_BLOCKED);
      assertThat(PassageTest.refusal(answer).step()).isEqualTo(StepName.MODERATE);
      assertThat(chain.generator.drawings()).isZero();
    }
  }

  @Test
  void what_is_measured_in_it_is_in_the_trail() {
    try (Chain chain = new Chain(0.1)) {
      Answer answer = pass(chain);

      assertThat(answer.trail().findings())
          .extracting(Finding::origin)
          .containsExactly(Origin.PROMPT, Origin.INPUT_IMAGE, Origin.OUTPUT);
    }
  }

  @Test
  void a_mask_has_the_size_of_its_picture() {
    Change elsewhere = Change.by(0.5).within(Mask.whole(new Size(8, 9)));

    assertThatThrownBy(() -> new Basis.Upload(PICTURE, Optional.empty(), "", elsewhere))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("8x9");
  }

  @Test
  void a_mask_that_marks_nothing_is_refused() {
    assertThatThrownBy(() -> Mask.of(SIZE, new BitSet())).isInstanceOf(InvalidRequest.class);
  }

  private static Answer pass(Chain chain) {
    GenerationRequest request =
        Fixtures.request("a red kettle").with(new Basis.Upload(PICTURE, "", 0.5));
    return chain.pass(Fixtures.ticket(FakePolicy.usual()), request);
  }
}

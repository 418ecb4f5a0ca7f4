package org.imprimatur.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.imprimatur.api.testing.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  private static final DetectorId DETECTOR = new DetectorId("d", "1");

  @ParameterizedTest
  @ValueSource(
      strings = {"", "256", "256x", "x256", "0x256", "-1x5", "256X256", "1e3x2", "9999999x1"})
  void a_size_of_another_form_is_refused(String text) {
    assertThatThrownBy(() -> Size.parse(text))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("size:");
  }

  @Test
  void an_empty_prompt_is_refused() {
    assertThatThrownBy(() -> Prompt.of("  ")).hasMessage("prompt: must not be empty");
  }

  @Test
  void a_prompt_does_not_show_in_text_forms() {
    GenerationRequest request = Fixtures.request("a secret wish");

    assertThat(request.toString()).doesNotContain("secret");
    assertThat(request.texts().toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -0.01, 1.01, Double.POSITIVE_INFINITY})
  void a_number_outside_zero_to_one_is_no_score(double score) {
    assertThatThrownBy(
            () -> new Finding.Measured(Origin.PROMPT, Category.HATE, DETECTOR, score, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void every_number_from_zero_to_one_is_a_score(@ForAll @DoubleRange(max = 1) double score) {
    assertThat(new Finding.Measured(Origin.PROMPT, Category.HATE, DETECTOR, score, "x").score())
        .isEqualTo(score);
  }

  @Test
  void a_picture_keeps_its_samples_and_is_known_by_them() {
    RasterImage picture = Fixtures.picture(new Size(5, 3), 1);

    assertThat(RasterImage.of(picture.size(), picture.toByteArray())).isEqualTo(picture);
    assertThat(Fixtures.picture(new Size(5, 3), 2).digest()).isNotEqualTo(picture.digest());
    assertThat(picture.rgb(4, 2)).isEqualTo(rgbAt(picture, 3 * 14));
  }

  @Test
  void a_policy_cannot_judge_callers_of_another_tenant() {
    Caller stranger = new Caller("other", "s", "c", java.util.Set.of());
    Ticket ticket = Fixtures.ticket(org.imprimatur.api.testing.FakePolicy.usual());

    assertThatThrownBy(
            () ->
                new Ticket(
                    "r",
                    stranger,
                    ticket.policy(),
                    ticket.deadline(),
                    TraceContext.NONE,
                    Circumstances.NONE))
        .hasMessageContaining("cannot judge");
  }

  private static int rgbAt(RasterImage picture, int at) {
    byte[] samples = picture.toByteArray();
    return (samples[at] & 0xff) << 16 | (samples[at + 1] & 0xff) << 8 | (samples[at + 2] & 0xff);
  }
}

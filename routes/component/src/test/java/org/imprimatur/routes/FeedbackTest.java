package org.imprimatur.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeedbackTest {
  private static final List<String> UNDERSTANDS =
      List.of("time: dawn, noon, sunset, dusk, night", "object: none, lighthouse, castle");

  @Test
  void theEarlierChoiceGivesWay() {
    assertThat(joined("a lighthouse by the sea at sunset.", "make it night"))
        .isEqualTo("a lighthouse by the sea, make it night");
  }

  @Test
  void whatTheFeedbackDoesNotChooseStays() {
    assertThat(joined("a lighthouse by the sea at sunset", "more clouds"))
        .isEqualTo("a lighthouse by the sea at sunset, more clouds");
  }

  @Test
  void addingTakesNothingAway() {
    assertThat(joined("a lighthouse by the sea", "add a castle"))
        .isEqualTo("a lighthouse by the sea, add a castle");
  }

  @Test
  void partsOfWordsAreNoChoices() {
    assertThat(joined("a nightingale at noon", "sunset")).isEqualTo("a nightingale, sunset");
  }

  @Test
  void aModelThatSaysNothingKeepsAllWords() {
    assertThat(Feedback.joined("a house at sunset", "make it night", List.of()))
        .isEqualTo("a house at sunset, make it night");
  }

  private static String joined(String before, String feedback) {
    return Feedback.joined(before, feedback, UNDERSTANDS);
  }
}

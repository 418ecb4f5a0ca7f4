package org.imprimatur.safety.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class CanonicaliserTest {
  private static final Canonicaliser CANONICALISER =
      new Canonicaliser(
          new Vocabulary(List.of("the", "red", "kettle", "woman", "nude", "lake", "a", "on")));

  @Test
  void givesAnOrdinaryTextOneReading() {
    assertThat(CANONICALISER.read("a red kettle").views()).hasSize(1);
  }

  @Test
  void undoesTwoLayersOfEncodingButNotThree() {
    String once = encoded("red kettle on the lake");
    String twice = encoded("the red " + once);
    assertThat(texts(twice)).contains("the red red kettle on the lake");
    String thrice = encoded("on the red lake " + twice);
    assertThat(texts(thrice)).noneMatch(text -> text.endsWith("kettle on the lake"));
  }

  @Test
  void countsLayersThatItLeavesAlone() {
    StringBuilder text = new StringBuilder("&#97; %61 \\x61 ");
    for (int i = 0; i < 4; i++) {
      text.append(encoded("the red kettle %61 &#98; \\x62 " + encoded("red lake " + i)))
          .append(' ');
    }
    assertThat(CANONICALISER.read(text.toString()).leftUndecoded()).isPositive();
  }

  @Test
  void spellsOutTagCharacters() {
    StringBuilder hidden = new StringBuilder("a red kettle");
    "nude woman".chars().forEach(c -> hidden.appendCodePoint(0xE0000 + c));
    assertThat(texts(hidden.toString())).contains("nude woman");
  }

  @Test
  void partsWordsThatWereSpacedOutEvenly() {
    assertThat(texts("r e d k e t t l e")).contains("red kettle");
  }

  @Test
  void joinsWordsThatWereCutIntoPieces() {
    assertThat(texts("a nu de wo man on the la ke")).contains("a nude woman on the lake");
    assertThat(texts("the nu de wo man, red")).contains("the nude woman, red");
  }

  @Test
  void leavesOrdinaryShortWordsApart() {
    assertThat(CANONICALISER.read("a red kettle on the lake").views()).hasSize(1);
  }

  @Test
  void keepsTheSpacesBetweenDottedWords() {
    assertThat(texts("x.q.z r.e.d b.l.o.r.b")).contains("xqz red blorb");
  }

  @Test
  void refusesATextThatIsTooLongInsteadOfReadingAPart() {
    String text = "a".repeat(Canonicaliser.MAX_LENGTH + 1);
    assertThatThrownBy(() -> CANONICALISER.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too long");
  }

  @Property(tries = 300)
  void readsAnyTextIntoABoundedNumberOfReadings(@ForAll @StringLength(max = 300) String text) {
    Readings readings = CANONICALISER.read(text);
    assertThat(readings.views()).isNotEmpty().hasSizeLessThanOrEqualTo(100);
    int length = readings.views().stream().mapToInt(view -> view.text().length()).sum();
    assertThat(length).isLessThan(100_000);
  }

  private static String encoded(String text) {
    return Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static List<String> texts(String text) {
    return CANONICALISER.read(text).views().stream().map(View::text).toList();
  }
}

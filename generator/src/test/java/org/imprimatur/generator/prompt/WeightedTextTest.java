package org.imprimatur.generator.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What marks weigh, written as {@code text@weight} for each part. */
class WeightedTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a red kettle|a red kettle@1.00",
        "a (red) kettle|a @1.00 red@1.10  kettle@1.00",
        "a [red] kettle|a @1.00 red@0.91  kettle@1.00",
        "a (red:1.5) kettle|a @1.00 red@1.50  kettle@1.00",
        "a (red: 0.5 )|a @1.00 red@0.50",
        "((red))|red@1.21",
        "(a (red:2) kettle)|a @1.10 red@2.20  kettle@1.10",
        "([red])|red@1.00",
        "(red kettle:1.2:1.3)|red kettle:1.2@1.30",
        "a (red|a @1.00 red@1.10",
        "a [red|a @1.00 red@0.91",
        "a red) kettle]|a red) kettle]@1.00",
        "(red]|red]@1.10",
        "(red:much)|red:much@1.10",
        "(red:-1)|red:-1@1.10",
        "at 12:30) sharp|at 12:30) sharp@1.00",
        "a \\(red\\) kettle|a (red) kettle@1.00",
        "back\\slash|back\\slash@1.00",
        "[go][re]|go@0.91 re@0.91",
        "go()re|go@1.00 re@1.00",
        "go(:1.2)re|go@1.00 re@1.00",
        "go(re:1)|go@1.00 re@1.00",
        "()|",
        "(:1.2)|",
      })
  void marksWeighWhatTheyEnclose(String text, String expected) {
    String parts =
        WeightedText.parse(text).parts().stream()
            .map(part -> String.format(Locale.ROOT, "%s@%.2f", part.text(), part.weight()))
            .collect(Collectors.joining(" "));

    assertThat(parts).isEqualTo(expected == null ? "" : expected);
  }

  @Property(tries = 500)
  void everyTextIsRead(
      @ForAll
          @Chars({'(', ')', '[', ']', ':', '\\', '1', '.', ' '})
          @CharRange(from = 'a', to = 'c')
          @StringLength(max = 30)
          String text) {
    WeightedText read = WeightedText.parse(text);

    assertThat(read.heaviest()).isPositive().isFinite();
    assertThat(text.replaceAll("[^a-c]", "")).isEqualTo(read.plain().replaceAll("[^a-c]", ""));
  }
}

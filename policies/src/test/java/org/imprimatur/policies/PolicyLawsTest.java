package org.imprimatur.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.imprimatur.api.Action;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Category;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Size;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.PolicyReader;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.yaml.Source;
import org.imprimatur.policies.yaml.YamlReader;

/** Laws that hold for any files, not for the samples alone. */
class PolicyLawsTest {
  private static final List<String> CATEGORIES = List.of("violence", "gore", "of_its_own");
  private static final List<String> BITS =
      List.of(
          "policy: imprimatur/v1\n",
          "kind: tenant\n",
          "name: t\n",
          "serial: 1\n",
          "limits:",
          "{",
          "}",
          "[",
          "]",
          ",",
          ": ",
          "\n",
          "\n  ",
          "- ",
          "\"",
          "'",
          "#",
          "&a ",
          "*a",
          "!x ",
          "|\n",
          ">\n",
          "? ",
          "%YAML 1.2\n",
          "---\n",
          "...",
          "\t",
          "\u0000",
          "\uFEFF",
          "\uD83D\uDE00",
          "0.5",
          "block",
          "prompt",
          "thresholds",
          "rules",
          "when: ",
          "\r",
          "<<: ");
  private static final String LOOSE =
      """
      limits: { prompt-characters: 1000, max-width: 512, max-height: 512, max-steps: 9, max-images: 9 }
      roles: { generate: [creator] }
      """;

  @Property(tries = 300)
  void aTenantIsNeverMilderThanItsBaseline(
      @ForAll("files") String base,
      @ForAll("files") String over,
      @ForAll("findings") List<Finding> findings) {
    PolicyCompiler compiler = new PolicyCompiler(Bundles.of(baseline(base)), Optional.empty());
    Optional<CompiledPolicy> strict = compiled(compiler, over);
    CompiledPolicy plain = compiler.compile("t", tenant(""));

    strict.ifPresent(
        policy ->
            assertThat(action(policy, findings)).isGreaterThanOrEqualTo(action(plain, findings)));
  }

  @Property(tries = 200)
  void theMergeIsIdempotent(@ForAll("files") String base, @ForAll("files") String over) {
    Settings once = merged(settings(base), settings(over)).orElse(settings(base));

    assertThat(values(once.tightenedBy(once))).isEqualTo(values(once));
  }

  @Property(tries = 300)
  void theMergeIsAssociative(
      @ForAll("files") String a, @ForAll("files") String b, @ForAll("files") String c) {
    Optional<Settings> left =
        merged(settings(a), settings(b)).flatMap(both -> merged(both, settings(c)));
    Optional<Settings> right =
        merged(settings(b), settings(c)).flatMap(both -> merged(settings(a), both));

    if (left.isPresent() && right.isPresent()) {
      assertThat(values(left.get())).isEqualTo(values(right.get()));
    }
  }

  @Property(tries = 200)
  void whatIsPrintedReadsBackTheSame(@ForAll("files") String text) {
    Settings settings = settings(text);

    assertThat(values(settings(PolicyText.of(settings)))).isEqualTo(values(settings));
  }

  @Property(tries = 500)
  void noTextMakesTheReaderFailOtherThanWithAMessage(@ForAll("soups") String text) {
    try {
      YamlReader.read(Source.of("soup.yaml", text));
      PolicyReader.read(Source.of("soup.yaml", text));
    } catch (ConfigurationException e) {
      assertThat(e).hasMessageMatching("(?s)soup.yaml:\\d+:\\d+: .+");
    }
  }

  @Provide
  Arbitrary<String> files() {
    Arbitrary<Integer> hundredths = Arbitraries.integers().between(1, 99);
    Arbitrary<String> line =
        Combinators.combine(Arbitraries.of(CATEGORIES), hundredths, hundredths)
            .as(
                (category, a, b) ->
                    a < b
                        ? "    %s: { review: 0.%02d, block: 0.%02d }%n".formatted(category, a, b)
                        : "    %s: { block: 0.%02d }%n".formatted(category, a));
    Arbitrary<List<String>> lines = line.list().ofMaxSize(3).uniqueElements(PolicyLawsTest::key);
    return Combinators.combine(lines, hundredths)
        .as(
            (named, all) ->
                "prompt:\n  thresholds:\n    default: { block: 0.%02d }\n".formatted(all)
                    + String.join("", named)
                    + "output: { thresholds: { default: { block: 0.80 } } }\n");
  }

  @Provide
  Arbitrary<List<Finding>> findings() {
    return Combinators.combine(Arbitraries.of(CATEGORIES), Arbitraries.integers().between(0, 100))
        .as(
            (category, score) ->
                (Finding)
                    new Finding.Measured(
                        Origin.PROMPT,
                        new Category(category),
                        new DetectorId("laws", "1"),
                        score / 100.0,
                        "plain"))
        .list()
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> soups() {
    return Arbitraries.of(BITS).list().ofMaxSize(40).map(list -> String.join("", list));
  }

  private static String key(String line) {
    return line.substring(0, line.indexOf(':'));
  }

  private static Source baseline(String settings) {
    return Source.of(
        "base.yaml",
        "policy: imprimatur/v1\nkind: baseline\nname: b\nserial: 1\n" + LOOSE + settings);
  }

  private static Source tenant(String settings) {
    return Source.of(
        "t.yaml", "policy: imprimatur/v1\nkind: tenant\nname: t\nserial: 1\n" + settings);
  }

  private static Settings settings(String text) {
    return PolicyReader.read(tenant(text)).settings();
  }

  private static Optional<Settings> merged(Settings base, Settings over) {
    try {
      return Optional.of(base.tightenedBy(over));
    } catch (ConfigurationException loosens) {
      return Optional.empty();
    }
  }

  private static Optional<CompiledPolicy> compiled(PolicyCompiler compiler, String text) {
    try {
      return Optional.of(compiler.compile("t", tenant(text)));
    } catch (ConfigurationException loosens) {
      return Optional.empty();
    }
  }

  private static List<String> values(Settings settings) {
    List<String> values = new ArrayList<>();
    for (Placed placed : settings.all()) {
      values.add(placed.path() + "=" + placed.value());
    }
    return values;
  }

  private static Action action(CompiledPolicy policy, List<Finding> findings) {
    Facts facts =
        new Facts(
            Phase.PROMPT,
            new Caller("t", "s", "c", Set.of("creator")),
            GenerationRequest.of(Prompt.of("a red kettle"), "starter", new Size(64, 64)),
            findings,
            Instant.EPOCH,
            Circumstances.NONE);
    return policy.judge(facts).action();
  }
}

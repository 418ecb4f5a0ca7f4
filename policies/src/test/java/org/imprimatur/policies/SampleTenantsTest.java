package org.imprimatur.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.imprimatur.api.Action;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Category;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Series;
import org.imprimatur.api.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packed tenants differ in what they let through. */
class SampleTenantsTest {
  private static final Set<Category> IN_TEXTS =
      Set.of(
          Category.SEXUAL,
          Category.SEXUAL_MINORS,
          Category.SEXUAL_VIOLENCE,
          Category.VIOLENCE,
          Category.GORE,
          Category.HATE,
          Category.HARASSMENT,
          Category.SELF_HARM,
          Category.WEAPONS,
          Category.ILLEGAL_ACTIVITY,
          Category.REAL_PERSON,
          Category.PRIVACY_DOCUMENT,
          Category.IP,
          Category.DECEPTION,
          Category.DEEPFAKE,
          Category.INJECTION,
          Category.OBFUSCATION,
          Category.UNSUPPORTED_LANGUAGE,
          Category.MINOR,
          Category.language("de"),
          Category.language("en"),
          Category.language("es"),
          Category.language("fr"),
          Category.language("pt"));
  private static final Set<Category> IN_IMAGES =
      Set.of(Category.VIOLENCE, Category.SEXUAL, Category.FACE);
  private static final PolicyStore STORE =
      PolicyStore.embedded(new Installed(IN_TEXTS, IN_IMAGES, Set.of(), Map.of()));
  private static final DetectorId DETECTOR = new DetectorId("test", "1");

  @Test
  void allSamplesLoadWithTheDetectorsThatExist() throws IOException {
    try (Stream<Path> files = Files.list(Golden.MODULE.resolve("tenants"))) {
      assertThat(STORE.tenants())
          .containsExactlyElementsOf(
              files.map(f -> f.getFileName().toString().replace(".yaml", "")).sorted().toList());
    }
    assertThat(STORE.refused()).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}: default, acme, campus, studio {2}")
  @CsvSource({
    "violence,             0.50, ANNOTATE REVIEW BLOCK ANNOTATE",
    "violence,             0.95, BLOCK BLOCK BLOCK BLOCK",
    "sexual,               0.30, ALLOW REVIEW BLOCK ALLOW",
    "sexual,               0.95, BLOCK BLOCK BLOCK BLOCK",
    "real_person,          0.95, REVIEW BLOCK BLOCK REVIEW",
    "weapons,              0.90, ANNOTATE BLOCK BLOCK ANNOTATE",
    "ip,                   0.60, ANNOTATE REVIEW ANNOTATE ANNOTATE",
    "sexual_minors,        0.40, BLOCK BLOCK BLOCK BLOCK",
    "deepfake,             0.90, BLOCK BLOCK BLOCK BLOCK",
    "unsupported_language, 0.90, REVIEW REVIEW BLOCK REVIEW",
    "of_its_own,           0.75, REVIEW REVIEW BLOCK REVIEW",
    "violence,             0.10, ALLOW ALLOW ALLOW ALLOW",
  })
  void tenantsJudgeTheSameTextDifferently(String category, double score, String actions) {
    Finding finding =
        new Finding.Measured(Origin.PROMPT, new Category(category), DETECTOR, score, "plain");

    assertThat(Stream.of("default", "acme", "campus", "studio").map(t -> judged(t, finding)))
        .containsExactlyElementsOf(Stream.of(actions.split(" ")).map(Action::valueOf).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "default, pupil, 512, 1, NOT_PERMITTED",
    "campus, creator, 1024, 1, LIMIT_EXCEEDED",
    "campus, creator, 512, 2, LIMIT_EXCEEDED",
    "acme, creator, 2048, 1, LIMIT_EXCEEDED",
  })
  void whatIsBeyondATenantsLimitsIsRefusedAtTheDoor(
      String tenant, String role, int side, int count, RefusalCode code) {
    List<Reason> reasons = atTheDoor(tenant, role, side, count);

    assertThat(reasons).isNotEmpty().allMatch(reason -> reason.code() == code);
  }

  @Test
  void anOrdinaryRequestIsAdmittedByAll() {
    for (String tenant : STORE.tenants()) {
      assertThat(atTheDoor(tenant, "creator", 256, 1)).isEmpty();
    }
  }

  private static List<Reason> atTheDoor(String tenant, String role, int side, int count) {
    GenerationRequest request =
        GenerationRequest.of(Prompt.of("a red kettle"), "starter", new Size(side, side))
            .with(Sampling.RECOMMENDED.withSteps(8))
            .with(new Series(0, count));
    Caller caller = new Caller(tenant, "s", "c", Set.of(role));
    Facts facts =
        new Facts(Phase.REQUEST, caller, request, List.of(), Instant.EPOCH, Circumstances.NONE);
    return STORE.forTenant(tenant).orElseThrow().judge(facts).reasons();
  }

  private static Action judged(String tenant, Finding finding) {
    List<Finding> findings = new ArrayList<>(List.of(finding));
    for (Category category : IN_TEXTS) {
      findings.add(new Finding.Measured(Origin.PROMPT, category, DETECTOR, 0, "plain"));
    }
    Facts facts =
        new Facts(
            Phase.PROMPT,
            new Caller(tenant, "s", "c", Set.of("creator")),
            GenerationRequest.of(Prompt.of("a red kettle"), "starter", new Size(256, 256)),
            findings,
            Instant.EPOCH,
            Circumstances.NONE);
    return STORE.forTenant(tenant).orElseThrow().judge(facts).action();
  }
}

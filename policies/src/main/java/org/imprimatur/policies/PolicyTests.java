package org.imprimatur.policies;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.imprimatur.api.Action;
import org.imprimatur.api.Basis;
import org.imprimatur.api.BreakGlass;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Category;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.History;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Reason;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Series;
import org.imprimatur.api.Size;
import org.imprimatur.api.Verdict;
import org.imprimatur.policies.model.Direction;
import org.imprimatur.policies.model.Example;
import org.imprimatur.policies.yaml.Place;

/**
 * Runs the tests that a policy file holds. Each request goes through all phases; a category that
 * the policy needs and the test does not name has the score 0.
 */
public final class PolicyTests {
  private static final DetectorId DETECTOR = new DetectorId("policy-test", "1");

  private static final Size DOT = new Size(1, 1);

  private PolicyTests() {}

  /**
   * What one test came to.
   *
   * @param actual the whole verdict
   * @param place where the expectation stands
   */
  public record Result(String name, boolean passed, String problem, Verdict actual, Place place) {}

  /** The results in the order of the file. */
  public static List<Result> run(CompiledPolicy policy) {
    return policy.clauses().tests().stream().map(test -> run(policy, test)).toList();
  }

  private static Result run(CompiledPolicy policy, Example test) {
    Verdict verdict = Verdict.nothingWeighed();
    for (Phase phase : Phase.values()) {
      verdict = verdict.and(policy.judge(facts(policy, test.given(), phase)));
    }
    String action = verdict.action().name().toLowerCase(Locale.ROOT);
    String wanted = test.expected().rule();
    List<String> rules = verdict.deciding().stream().map(PolicyTests::shortId).distinct().toList();
    boolean passed =
        action.equals(test.expected().action()) && (wanted.isEmpty() || rules.contains(wanted));
    String by = verdict.action() == Action.ALLOW ? "" : " by " + String.join(", ", rules);
    return new Result(test.name(), passed, passed ? "" : action + by, verdict, test.place());
  }

  /** The request of a test after everything was measured. */
  static Facts facts(CompiledPolicy policy, Example test) {
    return facts(policy, test.given(), Phase.OUTPUT);
  }

  private static String shortId(Reason reason) {
    return reason.rule().id().replaceFirst("^rules\\.", "");
  }

  private static Facts facts(CompiledPolicy policy, Example.Given given, Phase phase) {
    SortedSet<String> may = policy.settings().words("roles.generate");
    Caller caller = new Caller(policy.tenant(), "tester", "policy-test", given.roles().orElse(may));
    return new Facts(
        phase,
        caller,
        request(policy, given),
        findings(policy, given, phase),
        given.at(),
        circumstances(given.surroundings()));
  }

  private static GenerationRequest request(CompiledPolicy policy, Example.Given given) {
    SortedSet<String> models = policy.settings().words("limits.models");
    String usual = models.isEmpty() ? "starter" : Direction.unpinned(models.first());
    Size size = new Size(number(given, "width", 64), number(given, "height", 64));
    Prompt prompt = Prompt.of(given.texts().getOrDefault("prompt", "a red kettle"));
    Basis basis =
        given.surroundings().fromImage()
            ? new Basis.Upload(RasterImage.of(DOT, new byte[3]), "", 0.5)
            : new Basis.Nothing();
    return GenerationRequest.of(prompt, given.texts().getOrDefault("model", usual), size)
        .with(basis)
        .with(Sampling.RECOMMENDED.withSteps(number(given, "steps", 1)))
        .with(new Series(0, number(given, "images", 1)));
  }

  private static Circumstances circumstances(Example.Surroundings given) {
    Circumstances plain =
        Circumstances.NONE.with(
            new History(tally("caller.", given.history()), tally("tenant.", given.history())));
    Circumstances agreed = given.consent() ? plain.withConsent("policy-test") : plain;
    return given.breakGlass() ? agreed.with(new BreakGlass("TEST-1", "a policy's test")) : agreed;
  }

  private static History.Tally tally(String whose, SortedMap<String, Long> counts) {
    return new History.Tally(
        count(whose + "running", counts),
        window(whose + "last_minute", counts),
        window(whose + "last_hour", counts),
        window(whose + "last_day", counts),
        count(whose + "blocked_last_hour", counts),
        count(whose + "blocked_last_day", counts));
  }

  private static History.Window window(String name, SortedMap<String, Long> counts) {
    return new History.Window(count(name, counts), Duration.ofSeconds(1));
  }

  private static int count(String name, SortedMap<String, Long> counts) {
    return Math.toIntExact(counts.getOrDefault(name, 0L));
  }

  private static int number(Example.Given given, String key, long ordinary) {
    return Math.toIntExact(given.numbers().getOrDefault(key, ordinary));
  }

  private static List<Finding> findings(CompiledPolicy policy, Example.Given given, Phase phase) {
    List<Finding> findings = new ArrayList<>();
    if (phase != Phase.REQUEST) {
      add(findings, given, Origin.PROMPT, policy.neededInTexts());
      add(findings, given, Origin.INPUT_IMAGE, policy.readInInputs());
    }
    if (phase == Phase.OUTPUT) {
      add(findings, given, Origin.PREVIEW, Set.of());
      add(findings, given, Origin.OUTPUT, policy.neededInImages());
    }
    return findings;
  }

  private static void add(
      List<Finding> findings, Example.Given given, Origin origin, Set<Category> needed) {
    String prefix =
        switch (origin) {
          case PROMPT -> "prompt.";
          case INPUT_IMAGE -> "input.";
          case PREVIEW -> "preview.";
          case OUTPUT -> "output.";
        };
    for (Category category : needed) {
      String name = prefix + category;
      if (!given.unavailable().contains(name) && !given.scores().containsKey(name)) {
        findings.add(measured(origin, category, 0));
      }
    }
    given
        .scores()
        .forEach(
            (name, score) -> {
              if (name.startsWith(prefix)) {
                Category category = new Category(name.substring(prefix.length()));
                findings.add(measured(origin, category, score));
              }
            });
    given.findings().stream().filter(one -> one.origin() == origin).forEach(findings::add);
  }

  private static Finding measured(Origin origin, Category category, double score) {
    return new Finding.Measured(origin, category, DETECTOR, score, "test");
  }
}

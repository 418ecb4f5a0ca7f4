package org.imprimatur.policies.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.imprimatur.api.Category;
import org.imprimatur.api.Finding;
import org.imprimatur.policies.cel.Conditions;
import org.imprimatur.policies.yaml.Node;
import org.imprimatur.policies.yaml.Place;

/**
 * A test that a policy file holds: a request with its scores, and what the policy has to say to it.
 *
 * @param place of the expectation
 */
public record Example(String name, Given given, Expected expected, Place place) {
  static final List<String> KEYS = List.of("name", "given", "expect");

  /**
   * The request. What a file leaves out is ordinary: a short prompt, a small image, no score.
   *
   * @param roles empty for a caller with every role that may generate
   * @param scores by name, for instance {@code prompt.violence}
   * @param findings single ones beside the scores
   * @param unavailable names of scores that no detector gave
   */
  public record Given(
      Optional<SortedSet<String>> roles,
      SortedMap<String, Long> numbers,
      SortedMap<String, String> texts,
      SortedMap<String, Double> scores,
      List<Finding.Measured> findings,
      SortedSet<String> unavailable,
      Instant at,
      Surroundings surroundings) {
    static final List<String> NUMBERS = List.of("height", "images", "steps", "width");
    static final List<String> TEXTS = List.of("model", "prompt");
    static final List<String> KEYS =
        List.of(
            "at",
            "break-glass",
            "consent",
            "findings",
            "from-image",
            "height",
            "history",
            "images",
            "model",
            "prompt",
            "roles",
            "scores",
            "steps",
            "unavailable",
            "width");
  }

  /**
   * What surrounds the request of a test.
   *
   * @param history counts by name, for instance {@code caller.last_minute}
   */
  public record Surroundings(
      SortedMap<String, Long> history, boolean fromImage, boolean consent, boolean breakGlass) {
    public Surroundings {
      history = Collections.unmodifiableSortedMap(new TreeMap<>(history));
    }

    private static Surroundings read(Keys keys) {
      SortedMap<String, Long> history = new TreeMap<>();
      keys.find("history").ifPresent(node -> readHistory(node, history));
      return new Surroundings(
          history, flag(keys, "from-image"), flag(keys, "consent"), flag(keys, "break-glass"));
    }

    private static void readHistory(Node node, SortedMap<String, Long> history) {
      for (Node.Entry whose : Keys.of(node, List.of("caller", "tenant")).entries()) {
        for (Node.Entry count : Keys.of(whose.value(), Conditions.HISTORY).entries()) {
          history.put(
              whose.key().text() + "." + count.key().text(),
              ((Value.Whole) new Kind.Whole(0, 1_000_000).read(count.value())).number());
        }
      }
    }

    private static boolean flag(Keys keys, String key) {
      return keys.find(key)
          .map(node -> ((Value.Choice) new Kind.Choice(List.of("true", "false")).read(node)).word())
          .equals(Optional.of("true"));
    }
  }

  /**
   * @param rule the id of a rule, or the path of a setting, that must be among the deciding ones;
   *     empty for any
   */
  public record Expected(String action, String rule) {
    static final List<String> KEYS = List.of("action", "rule");
  }

  private static final Kind SCORE_NAMES =
      new Kind.Words(
          Pattern.compile("(prompt|input|output)\\." + Vocabulary.CATEGORY.pattern()),
          "the name of a score such as output.violence");
  private static final Kind ROLES =
      new Kind.Words(Pattern.compile("[A-Za-z0-9][A-Za-z0-9_:.-]{0,99}"), "the name of a role");

  static Example read(Node node) {
    Keys keys = Keys.of(node, KEYS);
    Node expect = keys.get("expect");
    Keys expected = Keys.of(expect, Expected.KEYS);
    Value.Choice action =
        (Value.Choice)
            new Kind.Choice(List.of("allow", "annotate", "review", "block"))
                .read(expected.get("action"));
    return new Example(
        keys.text("name"),
        given(Keys.of(keys.get("given"), Given.KEYS)),
        new Expected(action.word(), expected.find("rule").map(Keys::text).orElse("")),
        expect.place());
  }

  private static Given given(Keys keys) {
    SortedMap<String, Long> numbers = new TreeMap<>();
    SortedMap<String, String> texts = new TreeMap<>();
    for (String key : Given.NUMBERS) {
      keys.find(key)
          .ifPresent(
              n -> numbers.put(key, ((Value.Whole) new Kind.Whole(1, 100_000).read(n)).number()));
    }
    for (String key : Given.TEXTS) {
      keys.find(key).ifPresent(n -> texts.put(key, Keys.text(n)));
    }
    return new Given(
        keys.find("roles").map(n -> words(ROLES, n)),
        numbers,
        texts,
        keys.find("scores").map(Example::scores).orElseGet(TreeMap::new),
        keys.find("findings").map(GivenFindings::read).orElseGet(List::of),
        keys.find("unavailable").map(n -> words(SCORE_NAMES, n)).orElseGet(TreeSet::new),
        keys.find("at").map(Keys::instant).orElse(Instant.parse("2026-01-01T12:00:00Z")),
        Surroundings.read(keys));
  }

  private static SortedSet<String> words(Kind kind, Node node) {
    return ((Value.Words) kind.read(node)).words();
  }

  private static SortedMap<String, Double> scores(Node node) {
    SortedMap<String, Double> scores = new TreeMap<>();
    Keys phases = Keys.of(node, List.of("prompt", "input", "output"));
    for (Node.Entry phase : phases.entries()) {
      for (Node.Entry score : Keys.anyOf(phase.value()).entries()) {
        scores.put(phase.key().text() + "." + category(score.key()), score(score.value()));
      }
    }
    return scores;
  }

  static Category category(Node node) {
    if (node instanceof Node.Scalar scalar
        && Vocabulary.CATEGORY.matcher(scalar.text()).matches()) {
      return new Category(scalar.text());
    }
    throw node.place()
        .error("this is not a category", "Write lower-case words joined by underscores.");
  }

  static double score(Node node) {
    if (node instanceof Node.Scalar scalar && scalar.text().matches("[01](\\.[0-9]{1,9})?")) {
      double score = Double.parseDouble(scalar.text());
      if (score <= 1) {
        return score;
      }
    }
    throw node.place()
        .error("expected a score from 0 to 1, but here stands " + node.kind(), "Write 0.5, say.");
  }
}

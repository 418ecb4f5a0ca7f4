package org.imprimatur.policies.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.imprimatur.policies.yaml.Node;
import org.imprimatur.policies.yaml.Place;

/** What a policy file lists besides its settings, each list in the order of the file. */
public record Clauses(List<Rule> rules, List<Example> tests) {
  static final List<String> KEYS = List.of("rules", "tests");

  public Clauses {
    rules = List.copyOf(rules);
    tests = List.copyOf(tests);
  }

  static Clauses read(Keys root) {
    return new Clauses(
        list(root.find("rules"), Rule::read, rule -> named(rule.id(), rule.when().place())),
        list(root.find("tests"), Example::read, test -> named(test.name(), test.place())));
  }

  /**
   * These clauses and then {@code over}'s. Each file's tests speak of that file alone, so the tests
   * are {@code over}'s.
   */
  public Clauses followedBy(Clauses over) {
    List<Rule> both = new ArrayList<>(rules);
    both.addAll(over.rules());
    refuseTwins(both, rule -> named(rule.id(), rule.when().place()));
    return new Clauses(both, over.tests());
  }

  private static <T> List<T> list(
      Optional<Node> node, Function<Node, T> reader, Function<T, Named> name) {
    if (node.isEmpty()) {
      return List.of();
    }
    if (!(node.get() instanceof Node.Sequence sequence)) {
      throw node.get()
          .place()
          .error(
              "expected a list, but here stands " + node.get().kind(),
              "Write one item a line, each beginning with \"- \".");
    }
    List<T> items = sequence.items().stream().map(reader).toList();
    refuseTwins(items, name);
    return items;
  }

  private static <T> void refuseTwins(List<T> items, Function<T, Named> name) {
    Map<String, Place> seen = new HashMap<>();
    for (T item : items) {
      Named named = name.apply(item);
      Place first = seen.putIfAbsent(named.name(), named.place());
      if (first != null) {
        throw named
            .place()
            .error(
                "\"%s\" is the name of something else, at %s".formatted(named.name(), first),
                "Give one of the two another name.");
      }
    }
  }

  private static Named named(String name, Place place) {
    return new Named(name, place);
  }

  private record Named(String name, Place place) {}
}

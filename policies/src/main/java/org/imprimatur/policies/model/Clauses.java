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
public record Clauses(
    List<Rule> rules, List<Blocklist> blocklists, List<Waiver> waivers, List<Example> tests) {
  public static final Clauses NONE = new Clauses(List.of(), List.of(), List.of(), List.of());

  static final List<String> KEYS = List.of("rules", "blocklists", "exceptions", "tests");

  public Clauses {
    rules = List.copyOf(rules);
    blocklists = List.copyOf(blocklists);
    waivers = List.copyOf(waivers);
    tests = List.copyOf(tests);
    Map<String, Place> seen = new HashMap<>();
    rules.forEach(rule -> claim(seen, "rule " + rule.id(), rule.when().place()));
    blocklists.forEach(list -> claim(seen, "blocklist " + list.id(), list.place()));
    waivers.forEach(waiver -> claim(seen, "exception " + waiver.id(), waiver.place()));
    tests.forEach(test -> claim(seen, "test " + test.name(), test.place()));
  }

  static Clauses read(Keys root) {
    return new Clauses(
        list(root.find("rules"), Rule::read),
        list(root.find("blocklists"), Blocklist::read),
        list(root.find("exceptions"), Waiver::read),
        list(root.find("tests"), Example::read));
  }

  /**
   * These clauses and then {@code over}'s. Each file's tests speak of that file alone, so the tests
   * are {@code over}'s.
   */
  public Clauses followedBy(Clauses over) {
    return new Clauses(
        joined(rules, over.rules),
        joined(blocklists, over.blocklists),
        joined(waivers, over.waivers),
        over.tests);
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private static <T> List<T> list(Optional<Node> node, Function<Node, T> reader) {
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
    return sequence.items().stream().map(reader).toList();
  }

  private static void claim(Map<String, Place> seen, String name, Place place) {
    Place first = seen.putIfAbsent(name, place);
    if (first != null) {
      throw place.error(
          "there are two of %s, the first at %s".formatted(name, first),
          "Give one of the two another name.");
    }
  }
}

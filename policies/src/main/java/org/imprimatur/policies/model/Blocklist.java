package org.imprimatur.policies.model;

import static java.util.function.Predicate.not;

import java.util.List;
import java.util.Locale;
import org.imprimatur.api.Action;
import org.imprimatur.policies.yaml.Node;
import org.imprimatur.policies.yaml.Place;

/**
 * Terms that a text may not hold without consequence.
 *
 * @param file the name of a file in {@code blocklists/}; empty where the terms stand here
 * @param except phrases that hold a term and are harmless; they count for this list alone
 * @param exceptFile the name of a file in {@code blocklists/} with more of them; or empty
 * @param place of the terms or the file's name
 */
public record Blocklist(
    String id,
    Action action,
    String file,
    List<String> terms,
    Matching matching,
    List<String> except,
    String exceptFile,
    Place place) {
  static final List<String> KEYS = List.of("id", "action", "file", "terms", "match", "except");

  /** How a term is found. */
  public enum Matching {
    /** As whole words in their order. */
    WORDS,
    /** As the name of a person: also with the last word first, and written as one word. */
    NAMES
  }

  public Blocklist {
    terms = List.copyOf(terms);
    except = List.copyOf(except);
  }

  static Blocklist read(Node node) {
    Keys keys = Keys.of(node, KEYS);
    if (keys.find("file").isPresent() == keys.find("terms").isPresent()) {
      throw node.place()
          .error(
              "a blocklist has either a file or terms",
              "Write \"file: NAME.txt\" for a file in blocklists/, or \"terms: [...]\".");
    }
    Value.Choice action = (Value.Choice) new Kind.Choice(Rule.ACTIONS).read(keys.get("action"));
    Node content = keys.find("file").orElseGet(() -> keys.get("terms"));
    boolean inFile = keys.find("file").isPresent();
    return new Blocklist(
        keys.id(),
        Action.valueOf(action.word().toUpperCase(Locale.ROOT)),
        inFile ? Keys.text(content) : "",
        inFile ? List.of() : Keys.texts(content),
        keys.find("match").map(Blocklist::matching).orElse(Matching.WORDS),
        keys.find("except").filter(not(Blocklist::isText)).map(Keys::texts).orElse(List.of()),
        keys.find("except").filter(Blocklist::isText).map(Keys::text).orElse(""),
        content.place());
  }

  private static boolean isText(Node node) {
    return node instanceof Node.Scalar scalar && scalar.isText();
  }

  private static Matching matching(Node node) {
    Value.Choice choice = (Value.Choice) new Kind.Choice(List.of("words", "names")).read(node);
    return Matching.valueOf(choice.word().toUpperCase(Locale.ROOT));
  }
}

package org.imprimatur.policies.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.imprimatur.api.Action;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.policies.yaml.Node;

/**
 * A condition and the action that it asks for. A rule can only add strictness.
 *
 * @param shadow whether what it asks for is only recorded
 * @param when an expression, not yet compiled
 * @param message public text for the caller; without one the rule is named
 */
public record Rule(
    String id, boolean shadow, Node.Scalar when, Action action, RefusalCode code, Message message) {
  static final List<String> KEYS = List.of("id", "mode", "when", "action", "code", "message");
  static final List<String> MODES = List.of("enforce", "shadow");
  static final List<String> ACTIONS = List.of("annotate", "review", "block");
  static final Map<String, RefusalCode> CODES =
      Map.of(
          "moderation_blocked", RefusalCode.MODERATION_BLOCKED,
          "limit_exceeded", RefusalCode.LIMIT_EXCEEDED,
          "not_permitted", RefusalCode.NOT_PERMITTED);

  /** What rules, exceptions and lists are called. */
  static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");

  static Rule read(Node node) {
    Keys keys = Keys.of(node, KEYS);
    String id = keys.id();
    Value.Choice action = (Value.Choice) new Kind.Choice(ACTIONS).read(keys.get("action"));
    return new Rule(
        id,
        keys.find("mode").map(Rule::isShadow).orElse(false),
        keys.expression("when"),
        Action.valueOf(action.word().toUpperCase(Locale.ROOT)),
        keys.find("code").map(Rule::code).orElse(RefusalCode.MODERATION_BLOCKED),
        keys.find("message").map(Message::read).orElse(new Message(new TreeMap<>())));
  }

  private static boolean isShadow(Node node) {
    return ((Value.Choice) new Kind.Choice(MODES).read(node)).word().equals("shadow");
  }

  private static RefusalCode code(Node node) {
    List<String> codes = CODES.keySet().stream().sorted().toList();
    Value.Choice code = (Value.Choice) new Kind.Choice(codes).read(node);
    RefusalCode found = CODES.get(code.word());
    if (found == null) {
      throw new IllegalStateException("a code that was read is a code");
    }
    return found;
  }
}

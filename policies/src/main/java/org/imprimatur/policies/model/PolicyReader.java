package org.imprimatur.policies.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.policies.yaml.Node;
import org.imprimatur.policies.yaml.Source;
import org.imprimatur.policies.yaml.YamlReader;

/** Reads a policy file against the {@link Vocabulary}. */
public final class PolicyReader {
  /** The form of the file that this software reads, the value of the key {@code policy}. */
  public static final String FORM = "imprimatur/v1";

  /** What a tenant or a baseline may be called; also a file name. */
  public static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  static final List<String> HEADER_KEYS =
      List.of("policy", "kind", "name", "serial", "profile", "description");

  private final SortedMap<String, Placed> settings = new TreeMap<>();

  private PolicyReader() {}

  /**
   * The policy in {@code source}.
   *
   * @throws ConfigurationException if it is not one
   */
  public static PolicyFile read(Source source) {
    Keys root = Keys.of(YamlReader.read(source), topKeys());
    Header header = header(root);
    PolicyReader reader = new PolicyReader();
    for (Node.Entry entry : root.entries()) {
      String key = entry.key().text();
      if (!HEADER_KEYS.contains(key) && !Clauses.KEYS.contains(key)) {
        reader.read(List.of(key), entry);
      }
    }
    Settings settings = new Settings(reader.settings);
    refuseDeadThresholds(settings);
    return new PolicyFile(source, header, settings, Clauses.read(root));
  }

  private static List<String> topKeys() {
    List<String> keys = new ArrayList<>(HEADER_KEYS);
    keys.addAll(Vocabulary.after(List.of()));
    keys.addAll(Clauses.KEYS);
    return keys;
  }

  private static Header header(Keys root) {
    Node form = root.get("policy");
    if (!Keys.text(form).equals(FORM)) {
      throw form.place()
          .error("this form of policy is not known", "Write \"policy: " + FORM + "\".");
    }
    Value.Choice kind =
        (Value.Choice)
            new Kind.Choice(List.of("baseline", "profile", "tenant")).read(root.get("kind"));
    Node name = root.get("name");
    if (!NAME.matcher(Keys.text(name)).matches()) {
      throw name.place()
          .error(
              "this is not the name of a policy",
              "Write up to 63 lower-case letters, digits and dashes.");
    }
    root.find("profile").ifPresent(profile -> demandTenant(kind, profile));
    Node serial = root.get("serial");
    Value.Whole number = (Value.Whole) new Kind.Whole(1, 999_999_999_999L).read(serial);
    return new Header(
        Header.Kind.valueOf(kind.word().toUpperCase(Locale.ROOT)),
        Keys.text(name),
        number.number(),
        root.find("description").map(Keys::text).orElse(""),
        root);
  }

  private static void demandTenant(Value.Choice kind, Node profile) {
    Keys.text(profile);
    if (!kind.word().equals("tenant")) {
      throw profile
          .place()
          .error("only a tenant builds upon a profile", "Remove the key \"profile\".");
    }
  }

  /** Thresholds alone, as {@code prompt: { violence: { block: 0.8 } }}. */
  static Settings thresholds(Node node) {
    PolicyReader reader = new PolicyReader();
    for (Node.Entry phase : Keys.of(node, List.of("prompt", "output")).entries()) {
      reader.read(List.of(phase.key().text(), "thresholds"), phase);
    }
    Settings settings = new Settings(reader.settings);
    refuseDeadThresholds(settings);
    return settings;
  }

  private void read(List<String> keys, Node.Entry entry) {
    var field = Vocabulary.at(keys);
    if (field.isPresent()) {
      String path = String.join(".", keys);
      Value value = field.get().kind().read(entry.value());
      settings.put(path, new Placed(path, field.get(), value, entry.value().place()));
      return;
    }
    List<String> known = Vocabulary.after(keys);
    List<Node.Entry> entries = Keys.anyOf(entry.value()).entries();
    if (entries.isEmpty()) {
      throw entry.value().place().error("this group is empty", "Fill it or remove its key.");
    }
    for (Node.Entry inner : entries) {
      refuseUnknown(inner.key(), known);
      List<String> deeper = new ArrayList<>(keys);
      deeper.add(inner.key().text());
      read(deeper, inner);
    }
  }

  private static void refuseUnknown(Node.Scalar key, List<String> known) {
    if (!known.equals(List.of("*"))) {
      if (!known.contains(key.text())) {
        throw Keys.unknown(key, known);
      }
    } else if (!Vocabulary.CATEGORY.matcher(key.text()).matches()) {
      throw key.place()
          .error(
              "\"%s\" is not the id of a category".formatted(key.text()),
              "Write lower-case words joined by underscores, or \"default\".");
    }
  }

  /** Within one file a stricter action may not begin before a milder one. */
  private static void refuseDeadThresholds(Settings settings) {
    for (String phase : List.of("prompt", "output")) {
      List<String> keys = new ArrayList<>(settings.named(phase));
      keys.add(Vocabulary.DEFAULT);
      for (String key : keys) {
        refuseDead(settings.thresholds(phase, key));
      }
    }
  }

  private static void refuseDead(List<Placed> fromMildToStrict) {
    for (int i = 1; i < fromMildToStrict.size(); i++) {
      Placed milder = fromMildToStrict.get(i - 1);
      Placed stricter = fromMildToStrict.get(i);
      if (score(stricter) <= score(milder)) {
        throw milder
            .place()
            .error(
                "%s at %s can never fire: %s begins at %s already"
                    .formatted(milder.path(), milder.value(), stricter.path(), stricter.value()),
                "Lower this threshold, raise the other one, or remove this one.");
      }
    }
  }

  private static double score(Placed placed) {
    return ((Value.Score) placed.value()).score();
  }
}

package org.imprimatur.policies;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.RuleRef;
import org.imprimatur.api.Sha256;
import org.imprimatur.policies.cel.Condition;
import org.imprimatur.policies.model.Direction;
import org.imprimatur.policies.model.Field;
import org.imprimatur.policies.model.Header;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.PolicyFile;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Value;
import org.imprimatur.policies.model.Vocabulary;
import org.imprimatur.policies.model.Waiver;
import org.imprimatur.policies.yaml.Place;

/**
 * What a policy must fulfil beyond its grammar. Each demand that fails is a configuration error.
 */
record Demands(Optional<Installed> beside) {
  void kind(PolicyFile file, Header.Kind kind) {
    if (file.header().kind() != kind) {
      String word = kind.name().toLowerCase(Locale.ROOT);
      throw file.header()
          .kindPlace()
          .error(
              "this is not a %s policy".formatted(word),
              "Write \"kind: %s\" or move the file.".formatted(word));
    }
  }

  void name(PolicyFile file, String name) {
    if (!file.header().name().equals(name)) {
      throw file.header()
          .namePlace()
          .error(
              "the file is named for \"%s\", but holds the policy of \"%s\""
                  .formatted(name, file.header().name()),
              "Rename the file or write \"name: %s\".".formatted(name));
    }
  }

  void defaults(PolicyFile baseline) {
    for (String phase : List.of("prompt", "output")) {
      String path = phase + ".thresholds." + Vocabulary.DEFAULT + ".block";
      if (baseline.settings().find(path).isEmpty()) {
        throw baseline
            .header()
            .namePlace()
            .error(
                "the baseline does not set " + path,
                "Add it, so that categories without thresholds of their own are judged too.");
      }
    }
  }

  void complete(Settings merged, PolicyFile tenant) {
    for (Field field : Vocabulary.FIELDS) {
      if (field.demand() == Field.Demand.REQUIRED && merged.find(field.path()).isEmpty()) {
        throw tenant
            .header()
            .namePlace()
            .error(
                "neither this policy nor its baseline sets " + field.path(),
                "Add it: " + field.meaning());
      }
    }
  }

  /** A right that the baseline does not give is given by no other file. */
  void granted(Settings baseline, Settings layer) {
    for (Placed placed : layer.all()) {
      if (placed.field().demand() == Field.Demand.GRANTED
          && baseline.find(placed.path()).isEmpty()) {
        throw placed
            .place()
            .error(
                "the baseline does not set " + placed.path(),
                "Remove it here, or have the baseline grant it.");
      }
    }
  }

  /** What the settings need is there. */
  void installed(Settings settings) {
    joint(settings);
    beside.ifPresent(
        known -> {
          measurable(settings, "prompt", known.inTexts());
          measurable(settings, "output", known.inImages());
          detectors(settings, "prompt.detectors", known);
          detectors(settings, "output.detectors", known);
          pinned(settings, "prompt.detectors", "gate pack", known.packs());
          pinned(settings, "output.detectors", "gate pack", known.packs());
          people(settings, known);
          Languages.of(settings)
              .needed()
              .forEach((one, rule) -> measurable(settings, one, rule, known));
          pinned(settings, "limits.models", "model", known.models());
        });
  }

  private static void joint(Settings settings) {
    Optional<Placed> from = settings.find(Joint.FROM);
    Optional<Placed> share = settings.find(Joint.SHARE);
    if (from.isPresent() != share.isPresent()) {
      throw from.or(() -> share)
          .orElseThrow()
          .place()
          .error(
              "%s has no effect without %s"
                  .formatted(
                      from.isPresent() ? Joint.FROM : Joint.SHARE,
                      from.isPresent() ? Joint.SHARE : Joint.FROM),
              "Set both or neither.");
    }
  }

  private static void detectors(Settings settings, String path, Installed known) {
    for (String name : settings.words(path)) {
      detector(name, known, settings.find(path).orElseThrow().place());
    }
  }

  private static void detector(String name, Installed known, Place place) {
    if (known.detectors().stream().noneMatch(detector -> Witnesses.matches(name, detector))) {
      throw place.error(
          "no detector \"%s\" is installed".formatted(name),
          "Install it, or write one of these: %s."
              .formatted(
                  known.detectors().stream()
                      .map(Object::toString)
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
  }

  /** What is pinned by its digest is installed in that very version. */
  private static void pinned(
      Settings settings, String path, String kind, Map<String, Sha256> known) {
    for (String word : settings.words(path)) {
      String name = Direction.unpinned(word);
      Sha256 digest = known.get(name);
      if (!name.equals(word) && (digest == null || !word.equals(name + "@" + digest))) {
        throw settings
            .find(path)
            .orElseThrow()
            .place()
            .error(
                digest == null
                    ? "the %s \"%s\" is not installed".formatted(kind, name)
                    : "the %s \"%s\" is installed in another version, %s"
                        .formatted(kind, name, digest),
                "Install the version that is pinned, or pin the one that is installed.");
      }
    }
  }

  private static void people(Settings settings, Installed known) {
    People people = People.of(settings);
    settings
        .find("people")
        .ifPresent(
            rule -> {
              people
                  .neededInTexts()
                  .keySet()
                  .forEach(one -> measurable(one.id(), "prompt", known.inTexts(), rule.place()));
              people
                  .neededInImages()
                  .keySet()
                  .forEach(one -> measurable(one.id(), "output", known.inImages(), rule.place()));
            });
  }

  private static void measurable(Settings settings, Category one, RuleRef rule, Installed known) {
    Place place = settings.find(rule.id()).orElseThrow().place();
    measurable(one.id(), "prompt", known.inTexts(), place);
  }

  private static void measurable(Settings settings, String phase, Set<Category> known) {
    for (String id : settings.words(phase + ".requires")) {
      Place place = settings.find(phase + ".requires").orElseThrow().place();
      measurable(id, phase, known, place);
    }
    for (String id : settings.named(phase)) {
      measurable(id, phase, known, settings.thresholds(phase, id).get(0).place());
    }
  }

  void measurable(Condition condition) {
    beside.ifPresent(
        known -> {
          for (String score : condition.reads().scores()) {
            boolean text = score.startsWith("scores.prompt.");
            String id = score.substring(score.lastIndexOf('.') + 1);
            Set<Category> measured = text ? known.inTexts() : known.inImages();
            measurable(id, text ? "prompt" : "output", measured, condition.place());
          }
          condition.reads().detectors().forEach(name -> detector(name, known, condition.place()));
        });
  }

  private static void measurable(String id, String phase, Set<Category> known, Place place) {
    if (!known.contains(new Category(id))) {
      throw place.error(
          "no installed detector measures \"%s\" for %s".formatted(id, phase),
          "Install a detector that does, mend the name, or remove it here.");
    }
  }

  void noScores(Condition scope) {
    if (scope.reads().any()) {
      throw scope
          .place()
          .error(
              "the scope of an exception reads scores",
              "Say for whom and for what it holds: principal, request and time.");
    }
  }

  /**
   * @param settings with the approvers that the baseline allows
   */
  void approval(Waiver waiver, Settings settings) {
    Set<String> strangers = new HashSet<>(waiver.approvers());
    strangers.removeAll(settings.words("approval.approvers"));
    if (!strangers.isEmpty()) {
      throw waiver
          .place()
          .error(
              "%s may not approve exceptions"
                  .formatted(String.join(", ", strangers.stream().sorted().toList())),
              "Have two people approve it who stand in approval.approvers of the baseline.");
    }
    long most =
        settings
            .find("approval.max-days")
            .map(placed -> ((Value.Whole) placed.value()).number())
            .orElse(0L);
    if (waiver.length().toHours() > 24 * most) {
      throw waiver
          .place()
          .error(
              "the exception holds for %d days, more than %d"
                  .formatted(waiver.length().toDays(), most),
              "Shorten it to what approval.max-days allows.");
    }
  }

  void tests(CompiledPolicy policy) {
    for (PolicyTests.Result result : PolicyTests.run(policy)) {
      if (!result.passed()) {
        throw failed(result);
      }
    }
  }

  private static ConfigurationException failed(PolicyTests.Result result) {
    return result
        .place()
        .error(
            "the test \"%s\" fails: the verdict is %s".formatted(result.name(), result.problem()),
            "Mend the policy, or the test where it expects the wrong thing.");
  }
}

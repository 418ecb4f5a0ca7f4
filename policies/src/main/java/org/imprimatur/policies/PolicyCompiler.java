package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.imprimatur.policies.cel.Condition;
import org.imprimatur.policies.cel.Conditions;
import org.imprimatur.policies.model.Clauses;
import org.imprimatur.policies.model.Field;
import org.imprimatur.policies.model.Header;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.PolicyFile;
import org.imprimatur.policies.model.PolicyReader;
import org.imprimatur.policies.model.Rule;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Vocabulary;
import org.imprimatur.policies.yaml.Place;
import org.imprimatur.policies.yaml.Source;

/** Turns sources into policies: reads, merges over the baseline, and demands completeness. */
final class PolicyCompiler {
  private final PolicyFile baseline;
  private final Optional<Measurable> measurable;
  private final Conditions conditions;

  /**
   * @param measurable what the detectors can measure; empty where that is not known
   */
  PolicyCompiler(Source baseline, Optional<Measurable> measurable) {
    this.baseline = PolicyReader.read(baseline);
    this.measurable = measurable;
    this.conditions = new Conditions(categories(this.baseline.settings(), measurable));
    demandKind(this.baseline, Header.Kind.BASELINE);
    demandDefaults(this.baseline.settings(), this.baseline.header().namePlace());
    demandMeasurable(this.baseline.settings());
    rules(this.baseline.clauses().rules());
  }

  PolicyFile baseline() {
    return baseline;
  }

  /**
   * @param name the tenant that the file's name stands for
   */
  CompiledPolicy compile(String name, Source source) {
    PolicyFile tenant = PolicyReader.read(source);
    Header header = tenant.header();
    demandKind(tenant, Header.Kind.TENANT);
    if (!header.name().equals(name)) {
      throw header
          .namePlace()
          .error(
              "the file is named for \"%s\", but holds the policy of \"%s\""
                  .formatted(name, header.name()),
              "Rename the file or write \"name: %s\".".formatted(name));
    }
    Settings merged = baseline.settings().tightenedBy(tenant.settings());
    demandComplete(merged, header.namePlace());
    demandMeasurable(merged);
    Clauses clauses = baseline.clauses().followedBy(tenant.clauses());
    CompiledPolicy policy =
        new CompiledPolicy(tenant, digest(tenant), merged, rules(clauses.rules()));
    demandTests(policy);
    return policy;
  }

  private List<CompiledRule> rules(List<Rule> rules) {
    List<CompiledRule> compiled = new ArrayList<>();
    for (Rule rule : rules) {
      Condition condition = conditions.compile(rule.when());
      measurable.ifPresent(detectors -> demandMeasurable(condition, detectors));
      compiled.add(new CompiledRule(rule, condition));
    }
    return compiled;
  }

  private static void demandMeasurable(Condition condition, Measurable detectors) {
    for (String score : condition.scores()) {
      boolean text = score.startsWith("scores.prompt.");
      String id = score.substring(score.lastIndexOf('.') + 1);
      Set<Category> known = text ? detectors.inTexts() : detectors.inImages();
      if (!known.contains(new Category(id))) {
        throw unmeasurable(id, text ? "prompt" : "output", condition.place());
      }
    }
  }

  private static void demandTests(CompiledPolicy policy) {
    for (PolicyTests.Result result : PolicyTests.run(policy)) {
      if (!result.passed()) {
        throw result
            .place()
            .error(
                "the test \"%s\" fails: the verdict is %s"
                    .formatted(result.name(), result.problem()),
                "Mend the policy, or the test where it expects the wrong thing.");
      }
    }
  }

  private static SortedSet<Category> categories(
      Settings settings, Optional<Measurable> measurable) {
    SortedSet<Category> categories = new TreeSet<>(Category.HARMS);
    categories.addAll(
        List.of(
            Category.DEEPFAKE,
            Category.FACE,
            Category.INJECTION,
            Category.OBFUSCATION,
            Category.UNSUPPORTED_LANGUAGE));
    settings.named("prompt").forEach(id -> categories.add(new Category(id)));
    settings.named("output").forEach(id -> categories.add(new Category(id)));
    measurable.ifPresent(
        detectors -> {
          categories.addAll(detectors.inTexts());
          categories.addAll(detectors.inImages());
        });
    return categories;
  }

  private Sha256 digest(PolicyFile tenant) {
    return Sha256.ofText(
        "baseline %s\ntenant %s\n"
            .formatted(baseline.source().digest().hex(), tenant.source().digest().hex()));
  }

  private static void demandKind(PolicyFile file, Header.Kind kind) {
    if (file.header().kind() != kind) {
      String word = kind == Header.Kind.BASELINE ? "baseline" : "tenant";
      throw file.header()
          .kindPlace()
          .error(
              "this is not a %s policy".formatted(word),
              "Write \"kind: %s\" or move the file.".formatted(word));
    }
  }

  private static void demandComplete(Settings merged, Place place) {
    for (Field field : Vocabulary.FIELDS) {
      if (field.demand() == Field.Demand.REQUIRED && merged.find(field.path()).isEmpty()) {
        throw place.error(
            "neither this policy nor its baseline sets " + field.path(),
            "Add it: " + field.meaning());
      }
    }
  }

  private static void demandDefaults(Settings settings, Place place) {
    for (String phase : List.of("prompt", "output")) {
      String path = phase + ".thresholds." + Vocabulary.DEFAULT + ".block";
      if (settings.find(path).isEmpty()) {
        throw place.error(
            "the baseline does not set " + path,
            "Add it, so that categories without thresholds of their own are judged too.");
      }
    }
  }

  private void demandMeasurable(Settings settings) {
    measurable.ifPresent(
        detectors -> {
          demandMeasurable(settings, "prompt", detectors.inTexts());
          demandMeasurable(settings, "output", detectors.inImages());
        });
  }

  private static void demandMeasurable(Settings settings, String phase, Set<Category> known) {
    for (String id : settings.words(phase + ".requires")) {
      if (!known.contains(new Category(id))) {
        throw unmeasurable(id, phase, settings.find(phase + ".requires").orElseThrow().place());
      }
    }
    for (String id : settings.named(phase)) {
      if (!known.contains(new Category(id))) {
        Placed first = settings.thresholds(phase, id).get(0);
        throw unmeasurable(id, phase, first.place());
      }
    }
  }

  private static ConfigurationException unmeasurable(String id, String phase, Place place) {
    return place.error(
        "no installed detector measures \"%s\" for %s".formatted(id, phase),
        "Install a detector that does, mend the name, or remove it here.");
  }
}

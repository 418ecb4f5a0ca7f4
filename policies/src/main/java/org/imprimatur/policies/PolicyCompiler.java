package org.imprimatur.policies;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.imprimatur.policies.model.Field;
import org.imprimatur.policies.model.Header;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.PolicyFile;
import org.imprimatur.policies.model.PolicyReader;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Vocabulary;
import org.imprimatur.policies.yaml.Place;
import org.imprimatur.policies.yaml.Source;

/** Turns sources into policies: reads, merges over the baseline, and demands completeness. */
final class PolicyCompiler {
  private final PolicyFile baseline;
  private final Optional<Measurable> measurable;

  /**
   * @param measurable what the detectors can measure; empty where that is not known
   */
  PolicyCompiler(Source baseline, Optional<Measurable> measurable) {
    this.baseline = PolicyReader.read(baseline);
    this.measurable = measurable;
    demandKind(this.baseline, Header.Kind.BASELINE);
    demandDefaults(this.baseline.settings(), this.baseline.header().namePlace());
    demandMeasurable(this.baseline.settings());
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
    return new CompiledPolicy(tenant, digest(tenant), merged);
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

package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Value;
import org.imprimatur.policies.model.Vocabulary;
import org.imprimatur.policies.model.Waiver;
import org.imprimatur.policies.yaml.Place;
import org.imprimatur.policies.yaml.Source;

/** Finds what a policy says in vain. Nothing that it finds makes the policy less strict. */
public final class Lint {
  private Lint() {}

  /** Something that has no effect, and where it stands. */
  public record Remark(Place place, String text) {
    /** As {@code file:line:column: text}. */
    @Override
    public String toString() {
      return place + ": " + text;
    }
  }

  /** All remarks, in the order of the reference and then of the file. */
  public static List<Remark> of(CompiledPolicy policy) {
    List<Remark> remarks = new ArrayList<>();
    for (String phase : List.of("prompt", "output")) {
      List<String> keys = new ArrayList<>(policy.settings().named(phase));
      keys.add(Vocabulary.DEFAULT);
      Source own = policy.file().source();
      keys.forEach(key -> deadThresholds(own, policy.settings().thresholds(phase, key), remarks));
    }
    repeated(policy, remarks);
    rules(policy, remarks);
    exceptions(policy, remarks);
    return remarks;
  }

  /**
   * Thresholds that a stricter action reaches first, after the merge. A threshold of a file below
   * that a file above has overtaken is how policies are tightened, and no remark.
   */
  private static void deadThresholds(
      Source own, List<Placed> fromMildToStrict, List<Remark> remarks) {
    for (int mild = 0; mild < fromMildToStrict.size(); mild++) {
      Placed milder = fromMildToStrict.get(mild);
      for (Placed stricter : fromMildToStrict.subList(mild + 1, fromMildToStrict.size())) {
        if (score(stricter) <= score(milder) && !isInherited(milder, stricter, own)) {
          remarks.add(
              new Remark(
                  milder.place(),
                  "%s at %s can never fire: %s begins at %s already (%s)"
                      .formatted(
                          milder.path(),
                          milder.value(),
                          stricter.path(),
                          stricter.value(),
                          stricter.place())));
          break;
        }
      }
    }
  }

  private static boolean isInherited(Placed milder, Placed stricter, Source own) {
    Source source = milder.place().source();
    return !source.equals(own) && !source.equals(stricter.place().source());
  }

  /** Settings of the tenant's file that only repeat what it builds upon. */
  private static void repeated(CompiledPolicy policy, List<Remark> remarks) {
    Settings merged = policy.settings();
    for (Placed own : policy.file().settings().all()) {
      merged
          .find(own.path())
          .filter(kept -> !kept.place().equals(own.place()) && kept.value().equals(own.value()))
          .ifPresent(
              kept ->
                  remarks.add(
                      new Remark(
                          own.place(),
                          "%s: %s is said already at %s"
                              .formatted(own.path(), own.value(), kept.place()))));
    }
  }

  /** Rules whose condition an earlier rule has with an action at least as strict. */
  private static void rules(CompiledPolicy policy, List<Remark> remarks) {
    Map<String, CompiledRule> strictest = new HashMap<>();
    for (CompiledRule rule : policy.rules()) {
      CompiledRule earlier = strictest.get(rule.rule().when().text());
      if (earlier != null && earlier.rule().action().compareTo(rule.rule().action()) >= 0) {
        remarks.add(
            new Remark(
                rule.condition().place(),
                "rule %s can never change a verdict: %s has the same condition and is as strict"
                    .formatted(rule.rule().id(), earlier.rule().id())));
      } else if (!rule.rule().shadow()) {
        strictest.put(rule.rule().when().text(), rule);
      }
    }
  }

  /** Exceptions whose every category an earlier one with the same scope loosens all the time. */
  private static void exceptions(CompiledPolicy policy, List<Remark> remarks) {
    List<Waiver> waivers = policy.waivers().stream().map(CompiledWaiver::waiver).toList();
    for (int later = 0; later < waivers.size(); later++) {
      Waiver shadowed = waivers.get(later);
      waivers.subList(0, later).stream()
          .filter(earlier -> covers(earlier, shadowed))
          .findFirst()
          .ifPresent(
              earlier ->
                  remarks.add(
                      new Remark(
                          shadowed.place(),
                          "exception %s never applies: %s has the same scope and comes first"
                              .formatted(shadowed.id(), earlier.id()))));
    }
  }

  private static boolean covers(Waiver earlier, Waiver later) {
    boolean allTheTime =
        !earlier.notBefore().isAfter(later.notBefore())
            && !earlier.expires().isBefore(later.expires());
    return allTheTime
        && earlier.scope().text().equals(later.scope().text())
        && earlier.loosened().named("prompt").containsAll(later.loosened().named("prompt"))
        && earlier.loosened().named("output").containsAll(later.loosened().named("output"));
  }

  private static double score(Placed placed) {
    return ((Value.Score) placed.value()).score();
  }
}

package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.Action;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.RuleRef;
import org.imprimatur.policies.model.Direction;
import org.imprimatur.policies.model.Settings;

/** The detectors that a policy demands by name: one that gave no finding is a block. */
record Witnesses(List<Witness> texts, List<Witness> images) {
  /**
   * @param name with its version where the policy names one, as {@code name@version}
   */
  private record Witness(String name, RuleRef rule) {
    boolean is(DetectorId detector) {
      return matches(name, detector);
    }
  }

  Witnesses {
    texts = List.copyOf(texts);
    images = List.copyOf(images);
  }

  static Witnesses of(Settings settings) {
    return new Witnesses(
        listed(settings, "prompt.detectors"), listed(settings, "output.detectors"));
  }

  /**
   * Whether {@code name}, with or without a version or a digest, means {@code detector}. That a
   * pinned pack has its digest was seen to when the policy was loaded.
   */
  static boolean matches(String name, DetectorId detector) {
    return Direction.unpinned(name).equals(detector.name()) || name.equals(detector.toString());
  }

  List<Reason> weigh(Facts facts) {
    List<Reason> reasons = new ArrayList<>();
    if (facts.phase() != Phase.REQUEST) {
      texts.forEach(witness -> weigh(witness, Origin.PROMPT, facts, reasons));
    }
    if (facts.phase() == Phase.OUTPUT) {
      images.forEach(witness -> weigh(witness, Origin.OUTPUT, facts, reasons));
    }
    return reasons;
  }

  private static void weigh(Witness witness, Origin origin, Facts facts, List<Reason> reasons) {
    boolean heard =
        facts.findings().stream()
            .filter(Finding.Measured.class::isInstance)
            .anyMatch(finding -> finding.origin() == origin && witness.is(finding.detector()));
    if (!heard) {
      String text = Wording.text(facts.circumstances().language(), "detector", witness.name());
      reasons.add(
          new Reason.ByRule(Action.BLOCK, witness.rule(), RefusalCode.CHECK_UNAVAILABLE, text));
    }
  }

  private static List<Witness> listed(Settings settings, String path) {
    List<Witness> witnesses = new ArrayList<>();
    settings
        .find(path)
        .ifPresent(
            placed -> {
              RuleRef rule = new RuleRef(path, placed.place().toString());
              settings.words(path).forEach(name -> witnesses.add(new Witness(name, rule)));
            });
    return witnesses;
  }
}

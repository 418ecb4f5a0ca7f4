package org.imprimatur.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Scores with their truth, for threshold-free figures. For one thread. */
final class RankedScores {
  private final List<Scored> all = new ArrayList<>();

  private record Scored(double score, boolean harm) {}

  void add(double score, boolean harm) {
    all.add(new Scored(score, harm));
  }

  long harms() {
    return all.stream().filter(Scored::harm).count();
  }

  String summary(double line) {
    long harms = harms();
    long calm = all.size() - harms;
    StringBuilder told = new StringBuilder(all.size() + " rows, " + harms + " harmful");
    if (harms > 0 && calm > 0) {
      told.append(
          String.format(
              Locale.ROOT,
              "; AUPRC %.3f, AUROC %.3f, recall at 1 %% false alarms %.3f",
              averagePrecision(),
              areaUnderCurve(),
              recallAt(0.01)));
    }
    told.append(
        String.format(
            Locale.ROOT,
            "; at %.2f: recall %.3f, false alarms %.4f",
            line,
            share(line, true, harms),
            share(line, false, calm)));
    return told.toString();
  }

  private double share(double line, boolean harm, long of) {
    long above = all.stream().filter(s -> s.harm() == harm && s.score() >= line).count();
    return of == 0 ? Double.NaN : (double) above / of;
  }

  /** The mean, over harmful rows, of the precision at each; ties count half for, half against. */
  private double averagePrecision() {
    List<Scored> ranked = ranked();
    double sum = 0;
    double hits = 0;
    for (int from = 0; from < ranked.size(); ) {
      int to = endOfTie(ranked, from);
      long harmful = ranked.subList(from, to).stream().filter(Scored::harm).count();
      sum += harmful * (hits + harmful / 2.0) / (from + (to - from) / 2.0);
      hits += harmful;
      from = to;
    }
    return sum / hits;
  }

  private double areaUnderCurve() {
    List<Scored> ranked = ranked();
    double harmful = 0;
    double pairs = 0;
    for (int from = 0; from < ranked.size(); ) {
      int to = endOfTie(ranked, from);
      long here = ranked.subList(from, to).stream().filter(Scored::harm).count();
      pairs += (to - from - here) * (harmful + here / 2.0);
      harmful += here;
      from = to;
    }
    return pairs / (harmful * (all.size() - harmful));
  }

  private double recallAt(double falseAlarms) {
    List<Double> calm =
        all.stream()
            .filter(s -> !s.harm())
            .map(Scored::score)
            .sorted(Comparator.reverseOrder())
            .toList();
    double line = calm.get((int) Math.min(calm.size() - 1, Math.floor(falseAlarms * calm.size())));
    return (double) all.stream().filter(s -> s.harm() && s.score() > line).count() / harms();
  }

  private List<Scored> ranked() {
    return all.stream().sorted(Comparator.comparingDouble(Scored::score).reversed()).toList();
  }

  private static int endOfTie(List<Scored> ranked, int from) {
    int to = from;
    while (to < ranked.size() && ranked.get(to).score() == ranked.get(from).score()) {
      to++;
    }
    return to;
  }
}

package org.imprimatur.policies.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The words that a loop compares fields of a finding with. A category that is named must be
 * measured, as if its score were read: otherwise the silence of a detector would pass for an
 * absence.
 */
final class NamedFindings {
  private static final List<String> MEASURED = List.of("prompt", "output");

  private final String variable;
  private final SortedMap<String, SortedSet<String>> words = new TreeMap<>();

  private NamedFindings(String variable) {
    this.variable = variable;
  }

  static NamedFindings of(Loop loop) {
    NamedFindings named = new NamedFindings(loop.variable());
    named.read(loop.body());
    return named;
  }

  /**
   * The scores of the named categories, in the named origins; where it names none, in the texts and
   * in the finished image.
   */
  SortedSet<String> scores() {
    SortedSet<String> scores = new TreeSet<>();
    SortedSet<String> origins = new TreeSet<>(words("origin"));
    if (origins.isEmpty()) {
      origins.addAll(MEASURED);
    }
    origins.remove("preview");
    for (String origin : origins) {
      words("category").forEach(category -> scores.add("scores." + origin + "." + category));
    }
    return scores;
  }

  SortedSet<String> detectors() {
    return words("detector");
  }

  private SortedSet<String> words(String field) {
    return words.getOrDefault(field, new TreeSet<>());
  }

  private void read(CelExpr expr) {
    if (expr.getKind() != CelExpr.ExprKind.Kind.CALL) {
      return;
    }
    List<CelExpr> args = expr.call().args();
    switch (expr.call().function()) {
      case "_==_" -> {
        read(args.get(0), List.of(args.get(1)));
        read(args.get(1), List.of(args.get(0)));
      }
      case "@in" -> read(args.get(0), elements(args.get(1)));
      default -> Stream.concat(expr.call().target().stream(), args.stream()).forEach(this::read);
    }
  }

  private void read(CelExpr field, List<CelExpr> values) {
    if (field.getKind() != CelExpr.ExprKind.Kind.SELECT || !isSingle(field.select().operand())) {
      return;
    }
    for (CelExpr value : values) {
      if (value.getKind() == CelExpr.ExprKind.Kind.CONSTANT
          && value.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
        words
            .computeIfAbsent(field.select().field(), any -> new TreeSet<>())
            .add(value.constant().stringValue());
      }
    }
  }

  private boolean isSingle(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.IDENT && expr.ident().name().equals(variable);
  }

  private static List<CelExpr> elements(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.LIST ? expr.list().elements() : List.of();
  }
}

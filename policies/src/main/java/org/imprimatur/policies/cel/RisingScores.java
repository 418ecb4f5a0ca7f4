package org.imprimatur.policies.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.policies.yaml.Node;
import org.imprimatur.policies.yaml.Place;

/**
 * Demands that a condition can only become true, never false, as a score rises or a finding is
 * added: a score, or the number of findings of a kind, stands on the larger side of a comparison
 * with something that holds neither, and such comparisons are joined by {@code &&}, {@code ||} and
 * {@code findings.exists} alone. So no file can break the promise that more or higher findings
 * never soften a verdict.
 */
final class RisingScores {
  private static final String PREFIX = "scores.";

  private final Node.Scalar node;
  private final CelAbstractSyntaxTree tree;
  private final SortedSet<String> scores = new TreeSet<>();
  private final SortedSet<String> detectors = new TreeSet<>();
  private final Set<String> singles = new HashSet<>();
  private boolean findings;

  RisingScores(Node.Scalar node, CelAbstractSyntaxTree tree) {
    this.node = node;
    this.tree = tree;
  }

  /**
   * What is read.
   *
   * @throws ConfigurationException if a score or a finding is read in another way
   */
  Reads demand() {
    demand(tree.getExpr());
    return new Reads(scores, detectors, findings);
  }

  private void demand(CelExpr expr) {
    if (!reads(expr)) {
      return;
    }
    Optional<Loop> exists = Loop.exists(expr);
    if (exists.isPresent()) {
      demand(expr, exists.get());
      return;
    }
    if (expr.getKind() != CelExpr.ExprKind.Kind.CALL) {
      throw falling(expr);
    }
    List<CelExpr> args = expr.call().args();
    switch (expr.call().function()) {
      case "_&&_", "_||_" -> args.forEach(this::demand);
      case "_>_", "_>=_" -> demandLarger(expr, args.get(0), args.get(1));
      case "_<_", "_<=_" -> demandLarger(expr, args.get(1), args.get(0));
      default -> throw falling(expr);
    }
  }

  private void demand(CelExpr whole, Loop loop) {
    if (!singles.isEmpty()) {
      throw place(whole)
          .error(
              "a loop over findings stands within another",
              "Write two of them and join them with && or ||.");
    }
    findings = true;
    NamedFindings named = NamedFindings.of(loop);
    scores.addAll(named.scores());
    detectors.addAll(named.detectors());
    singles.add(loop.variable());
    demand(loop.body());
    singles.clear();
  }

  private void demandLarger(CelExpr whole, CelExpr larger, CelExpr smaller) {
    if (reads(smaller)) {
      throw falling(whole);
    }
    Optional<Loop> count = Loop.count(larger);
    if (count.isPresent()) {
      demand(whole, count.get());
    } else if (isScore(larger)) {
      scores.add(larger.ident().name());
    } else if (!isScoreOfSingle(larger)) {
      throw falling(whole);
    }
  }

  private static boolean isScore(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.IDENT && expr.ident().name().startsWith(PREFIX);
  }

  private boolean isScoreOfSingle(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.SELECT
        && isSingle(expr.select().operand())
        && expr.select().field().equals(FindingType.SCORE);
  }

  private boolean isSingle(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.IDENT && singles.contains(expr.ident().name());
  }

  /** Whether the value of {@code expr} depends on a score or on which findings there are. */
  private boolean reads(CelExpr expr) {
    return switch (expr.getKind()) {
      case IDENT -> isScore(expr) || isSingle(expr) || expr.ident().name().equals(Loop.FINDINGS);
      case SELECT -> readsField(expr.select());
      case CALL ->
          Stream.concat(expr.call().target().stream(), expr.call().args().stream())
              .anyMatch(this::reads);
      case LIST -> expr.list().elements().stream().anyMatch(this::reads);
      case STRUCT -> expr.struct().entries().stream().anyMatch(entry -> reads(entry.value()));
      case MAP ->
          expr.map().entries().stream()
              .anyMatch(entry -> reads(entry.key()) || reads(entry.value()));
      case COMPREHENSION -> reads(expr.comprehension());
      case CONSTANT, NOT_SET -> false;
    };
  }

  /** Of a single finding, all fields but the score stay as they are. */
  private boolean readsField(CelExpr.CelSelect select) {
    boolean fixed =
        isSingle(select.operand())
            && !select.testOnly()
            && !select.field().equals(FindingType.SCORE);
    return !fixed && reads(select.operand());
  }

  private boolean reads(CelExpr.CelComprehension loop) {
    return reads(loop.iterRange())
        || reads(loop.accuInit())
        || reads(loop.loopCondition())
        || reads(loop.loopStep())
        || reads(loop.result());
  }

  private ConfigurationException falling(CelExpr expr) {
    return place(expr)
        .error(
            "a higher score could make this rule milder",
            "Compare scores from above, as in scores.output.violence >= 0.5, and join with &&, ||"
                + " and findings.exists alone.");
  }

  private Place place(CelExpr expr) {
    int offset = tree.getSource().getPositionsMap().getOrDefault(expr.id(), 0);
    return Conditions.place(node, 1, offset);
  }
}

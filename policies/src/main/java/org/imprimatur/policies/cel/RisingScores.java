package org.imprimatur.policies.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.policies.yaml.Node;

/**
 * Demands that a condition can only become true, never false, as a score rises: a score stands on
 * the larger side of a comparison with something that holds no score, and such comparisons are
 * joined by {@code &&} and {@code ||} alone. So no file can break the promise that a higher score
 * never softens a verdict.
 */
final class RisingScores {
  private static final String PREFIX = "scores.";

  private final Node.Scalar node;
  private final CelAbstractSyntaxTree tree;
  private final SortedSet<String> scores = new TreeSet<>();

  RisingScores(Node.Scalar node, CelAbstractSyntaxTree tree) {
    this.node = node;
    this.tree = tree;
  }

  /**
   * The names of the scores that are read.
   *
   * @throws ConfigurationException if a score is read in another way
   */
  SortedSet<String> demand() {
    demand(tree.getExpr());
    return scores;
  }

  private void demand(CelExpr expr) {
    if (!readsScore(expr)) {
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

  private void demandLarger(CelExpr whole, CelExpr larger, CelExpr smaller) {
    if (!isScore(larger) || readsScore(smaller)) {
      throw falling(whole);
    }
    scores.add(larger.ident().name());
  }

  private static boolean isScore(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.IDENT && expr.ident().name().startsWith(PREFIX);
  }

  private static boolean readsScore(CelExpr expr) {
    return switch (expr.getKind()) {
      case IDENT -> isScore(expr);
      case CALL ->
          expr.call().target().map(RisingScores::readsScore).orElse(false)
              || expr.call().args().stream().anyMatch(RisingScores::readsScore);
      case SELECT -> readsScore(expr.select().operand());
      case LIST -> expr.list().elements().stream().anyMatch(RisingScores::readsScore);
      case STRUCT -> expr.struct().entries().stream().anyMatch(entry -> readsScore(entry.value()));
      case MAP ->
          expr.map().entries().stream()
              .anyMatch(entry -> readsScore(entry.key()) || readsScore(entry.value()));
      case COMPREHENSION -> readsScore(expr.comprehension());
      case CONSTANT, NOT_SET -> false;
    };
  }

  private static boolean readsScore(CelExpr.CelComprehension loop) {
    return readsScore(loop.iterRange())
        || readsScore(loop.accuInit())
        || readsScore(loop.loopCondition())
        || readsScore(loop.loopStep())
        || readsScore(loop.result());
  }

  private ConfigurationException falling(CelExpr expr) {
    int offset = tree.getSource().getPositionsMap().getOrDefault(expr.id(), 0);
    return Conditions.place(node, 1, offset)
        .error(
            "a higher score could make this rule milder",
            "Compare scores from above, as in scores.output.violence >= 0.5, and join with && and"
                + " || alone.");
  }
}

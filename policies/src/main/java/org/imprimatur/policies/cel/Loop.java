package org.imprimatur.policies.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.List;
import java.util.Optional;

/**
 * A loop over {@code findings} that can only gain as findings are added or their scores rise, read
 * back from the comprehension that CEL's macros unfold to (CEL specification, "Macros").
 *
 * @param variable the name of the single finding
 * @param body what is asked of it
 */
record Loop(String variable, CelExpr body) {
  /** The variable that holds all findings. */
  static final String FINDINGS = "findings";

  /** {@code findings.exists(f, body)}. */
  static Optional<Loop> exists(CelExpr expr) {
    return overFindings(expr)
        .filter(loop -> isFalse(loop.accuInit()) && isAccu(loop.result(), loop))
        .flatMap(
            loop ->
                args(loop.loopStep(), "_||_", 2)
                    .filter(args -> isAccu(args.get(0), loop))
                    .map(args -> new Loop(loop.iterVar(), args.get(1))));
  }

  /** {@code size(findings.filter(f, body))}, also written {@code findings.filter(...).size()}. */
  static Optional<Loop> count(CelExpr expr) {
    return sized(expr)
        .flatMap(Loop::overFindings)
        .filter(loop -> isEmptyList(loop.accuInit()) && isAccu(loop.result(), loop))
        .flatMap(
            loop ->
                args(loop.loopStep(), "_?_:_", 3)
                    .filter(args -> isAccu(args.get(2), loop) && addsWhole(args.get(1), loop))
                    .map(args -> new Loop(loop.iterVar(), args.get(0))));
  }

  private static Optional<CelExpr> sized(CelExpr expr) {
    if (kind(expr) != CelExpr.ExprKind.Kind.CALL || !expr.call().function().equals("size")) {
      return Optional.empty();
    }
    return expr.call().target().or(() -> expr.call().args().stream().findFirst());
  }

  private static Optional<CelExpr.CelComprehension> overFindings(CelExpr expr) {
    if (kind(expr) != CelExpr.ExprKind.Kind.COMPREHENSION) {
      return Optional.empty();
    }
    return Optional.of(expr.comprehension()).filter(loop -> isIdent(loop.iterRange(), FINDINGS));
  }

  /** A filter adds the finding as it is: {@code accu + [f]}. */
  private static boolean addsWhole(CelExpr step, CelExpr.CelComprehension loop) {
    return args(step, "_+_", 2)
        .filter(args -> isAccu(args.get(0), loop))
        .map(args -> args.get(1))
        .filter(list -> kind(list) == CelExpr.ExprKind.Kind.LIST)
        .filter(list -> list.list().elements().size() == 1)
        .filter(list -> isIdent(list.list().elements().get(0), loop.iterVar()))
        .isPresent();
  }

  private static Optional<List<CelExpr>> args(CelExpr expr, String function, int count) {
    return Optional.of(expr)
        .filter(call -> kind(call) == CelExpr.ExprKind.Kind.CALL)
        .map(CelExpr::call)
        .filter(call -> call.function().equals(function) && call.args().size() == count)
        .map(CelExpr.CelCall::args);
  }

  private static boolean isAccu(CelExpr expr, CelExpr.CelComprehension loop) {
    return isIdent(expr, loop.accuVar());
  }

  private static boolean isIdent(CelExpr expr, String name) {
    return kind(expr) == CelExpr.ExprKind.Kind.IDENT && expr.ident().name().equals(name);
  }

  private static boolean isEmptyList(CelExpr expr) {
    return kind(expr) == CelExpr.ExprKind.Kind.LIST && expr.list().elements().isEmpty();
  }

  private static boolean isFalse(CelExpr expr) {
    return kind(expr) == CelExpr.ExprKind.Kind.CONSTANT
        && expr.constant().equals(CelConstant.ofValue(false));
  }

  private static CelExpr.ExprKind.Kind kind(CelExpr expr) {
    return expr.getKind();
  }
}

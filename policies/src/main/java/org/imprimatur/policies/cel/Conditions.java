package org.imprimatur.policies.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.policies.yaml.Node;
import org.imprimatur.policies.yaml.Place;

/**
 * Compiles conditions against the variables that a policy can read. Every name and type is checked
 * here; the texts of a request are not among the variables, so a condition can neither leak nor
 * search them. Thread-safe.
 */
public final class Conditions {
  /** What is known of the past of a caller and of a tenant. */
  public static final List<String> HISTORY =
      List.of(
          "running",
          "last_minute",
          "last_hour",
          "last_day",
          "blocked_last_hour",
          "blocked_last_day");

  /** The variables besides the scores, with their types in words. */
  public static final SortedMap<String, String> VARIABLES = variables();

  private static final CelOptions LIMITS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(2_000)
          .maxParseRecursionDepth(40)
          .comprehensionMaxIterations(1_000)
          .maxRegexProgramSize(500)
          .build();

  private final CelCompiler compiler;
  private final CelRuntime runtime;
  private final SortedSet<String> scores = new TreeSet<>();
  private final Map<String, CelAbstractSyntaxTree> parsed = new ConcurrentHashMap<>();

  /**
   * @param categories those whose scores a condition may read
   */
  public Conditions(SortedSet<Category> categories) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(LIMITS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setResultType(SimpleType.BOOL);
    VARIABLES.forEach((name, type) -> builder.addVar(name, type(type)));
    builder.setTypeProvider(new FindingType());
    builder.addVar(Loop.FINDINGS, ListType.create(FindingType.TYPE));
    for (Category category : categories) {
      for (String origin : List.of("prompt", "input", "output")) {
        scores.add("scores." + origin + "." + category);
      }
    }
    scores.forEach(score -> builder.addVar(score, SimpleType.DOUBLE));
    this.compiler = builder.build();
    this.runtime = CelRuntimeFactory.plannerRuntimeBuilder().setOptions(LIMITS).build();
  }

  /**
   * The condition that {@code node} writes.
   *
   * @throws ConfigurationException if it does not compile, or could get milder as a score rises
   */
  public Condition compile(Node.Scalar node) {
    CelAbstractSyntaxTree tree = parsed.get(node.text());
    if (tree == null) {
      tree = checked(node);
      parsed.put(node.text(), tree);
    }
    Reads reads = new RisingScores(node, tree).demand();
    reads.scores().forEach(score -> demandKnown(node, score));
    try {
      return new Condition(node.place(), reads, new Condition.Program(runtime.createProgram(tree)));
    } catch (CelEvaluationException e) {
      throw node.place()
          .error("the condition cannot be run: " + e.getMessage(), "Simplify the expression.");
    }
  }

  /** A category or an origin that a loop over findings names is a word like any other to CEL. */
  private void demandKnown(Node.Scalar node, String score) {
    if (!scores.contains(score)) {
      throw node.place()
          .error(
              "no finding has the origin and category of " + score,
              "Origins are prompt, input, preview and output; mend the name, or install a detector"
                  + " that measures the category.");
    }
  }

  private CelAbstractSyntaxTree checked(Node.Scalar node) {
    CelValidationResult result = compiler.compile(node.text());
    if (result.hasError()) {
      CelIssue issue = result.getErrors().get(0);
      CelSourceLocation at = issue.getSourceLocation();
      throw place(node, at.getLine(), at.getColumn())
          .error(
              "the condition does not compile: " + issue.getMessage(),
              ("Variables: %s, scores.prompt.CATEGORY, scores.input.CATEGORY and"
                      + " scores.output.CATEGORY (from 0.0 to 1.0), and findings.")
                  .formatted(String.join(", ", VARIABLES.keySet())));
    }
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw node.place().error("the condition does not compile", "Mend the expression.");
    }
  }

  /** Where the character of an expression stands in the file; of a folded text, its beginning. */
  static Place place(Node.Scalar node, int line, int column) {
    Place whole = node.place();
    String shown = whole.source().lines().get(whole.line() - 1);
    int at = whole.column() - 1 + (node.plain() ? 0 : 1);
    boolean verbatim = shown.startsWith(node.text(), Math.min(at, shown.length()));
    return line == 1 && verbatim
        ? whole.source().at(whole.line(), at + 1 + Math.max(0, column), 1)
        : whole;
  }

  private static CelType type(String words) {
    return switch (words) {
      case "int" -> SimpleType.INT;
      case "bool" -> SimpleType.BOOL;
      case "string" -> SimpleType.STRING;
      case "timestamp" -> SimpleType.TIMESTAMP;
      case "list of string" -> ListType.create(SimpleType.STRING);
      default -> throw new IllegalArgumentException(words);
    };
  }

  private static SortedMap<String, String> variables() {
    SortedMap<String, String> names = new TreeMap<>();
    for (String whose : List.of("caller", "tenant")) {
      for (String what : HISTORY) {
        names.put("history." + whose + "." + what, "int");
      }
    }
    names.put("principal.client", "string");
    names.put("principal.roles", "list of string");
    names.put("principal.subject", "string");
    names.put("request.break_glass", "bool");
    names.put("request.consent", "bool");
    names.put("request.from_image", "bool");
    names.put("request.height", "int");
    names.put("request.images", "int");
    names.put("request.model", "string");
    names.put("request.prompt_characters", "int");
    names.put("request.steps", "int");
    names.put("request.width", "int");
    names.put("time", "timestamp");
    return Collections.unmodifiableSortedMap(names);
  }
}

package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.imprimatur.api.Action;
import org.imprimatur.api.Finding;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.Prompt;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.safety.Disguising;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprimatur redteam}: what of a list of harmful prompts a tenant's policy lets through. */
@Command(
    name = "redteam",
    description = {
      "Replays harmful prompts in every disguise against a tenant's policy and tells what got",
      "through. Nothing is generated or recorded. Prompts are shown by id alone, unless --show."
    },
    mixinStandardHelpOptions = true)
final class RedTeamCommand implements Callable<Integer> {
  private static final int LISTED = 20;

  private final Workplace workplace;

  @Parameters(
      paramLabel = "PROMPTS",
      description = {
        "CSV with a column prompt (and id, label: rows labelled 0 are skipped),",
        "or one prompt a line."
      })
  private Path file = Path.of("");

  @Mixin private CallerOptions callerOptions = new CallerOptions();

  @Option(names = "--limit", description = "At most so many prompts.", defaultValue = "100000")
  private int limit = Integer.MAX_VALUE;

  @Option(
      names = "--most-through",
      description = "Exit with code 2 if a larger share (0 to 1) of all attempts gets through.",
      defaultValue = "1")
  private double mostThrough = 1;

  @Option(names = "--show", description = "Show the texts that got through.")
  private boolean show;

  @Option(names = "--json", description = "Machine-readable output.")
  private boolean json;

  RedTeamCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  /** One prompt in one disguise and what became of it. */
  private record Outcome(
      RedTeam.Attempt attempt, Disguising disguising, Action action, double score) {
    boolean isThrough() {
      return action == Action.ALLOW || action == Action.ANNOTATE;
    }
  }

  @Override
  public Integer call() {
    if (!(mostThrough >= 0 && mostThrough <= 1)) {
      throw new InvalidRequest("--most-through", "must be a share from 0 to 1");
    }
    RedTeam list = RedTeam.read(file);
    List<RedTeam.Attempt> attempts = list.attempts().stream().limit(Math.max(1, limit)).toList();
    List<Outcome> outcomes = outcomes(attempts);
    if (json) {
      workplace.console().result(json(attempts.size(), list.skipped(), outcomes));
    } else {
      table(attempts.size(), list.skipped(), outcomes);
    }
    return share(through(outcomes), outcomes) > mostThrough ? ExitCode.REFUSED : ExitCode.DONE;
  }

  private List<Outcome> outcomes(List<RedTeam.Attempt> attempts) {
    List<Outcome> outcomes = new ArrayList<>();
    try (PromptJudge judge = new PromptJudge(workplace, callerOptions.caller())) {
      for (int i = 0; i < attempts.size(); i++) {
        workplace.console().progress("%d of %d prompts".formatted(i, attempts.size()));
        for (Disguising disguising : Disguising.ALL) {
          outcomes.add(outcome(judge, attempts.get(i), disguising));
        }
      }
      workplace.console().clearProgress();
      judge.ailments().forEach((name, why) -> workplace.console().note(name + ": " + why));
    }
    return outcomes;
  }

  private static Outcome outcome(
      PromptJudge judge, RedTeam.Attempt attempt, Disguising disguising) {
    try {
      PromptJudge.Judgement judgement = judge.judge(Prompt.of(disguising.apply(attempt.prompt())));
      double highest =
          judgement.findings().stream().mapToDouble(RedTeamCommand::score).max().orElse(0);
      return new Outcome(attempt, disguising, judgement.verdict().action(), highest);
    } catch (InvalidRequest e) {
      return new Outcome(attempt, disguising, Action.BLOCK, 0);
    }
  }

  private static double score(Finding finding) {
    return finding instanceof Finding.Measured measured ? measured.score() : 1;
  }

  private void table(int prompts, int skipped, List<Outcome> outcomes) {
    Console console = workplace.console();
    console.result(
        "%d prompts against tenant %s%s"
            .formatted(
                prompts,
                callerOptions.tenant(),
                skipped == 0 ? "" : " (%d labelled harmless skipped)".formatted(skipped)));
    console.result(
        "%-15s %8s %8s %8s %9s".formatted("", "blocked", "review", "through", "stopped"));
    for (Disguising disguising : Disguising.ALL) {
      List<Outcome> here = of(outcomes, disguising);
      Map<Action, Long> counts = counts(here);
      console.result(
          "%-15s %8d %8d %8d %8.1f%%"
              .formatted(
                  disguising.name(),
                  counts.getOrDefault(Action.BLOCK, 0L),
                  counts.getOrDefault(Action.REVIEW, 0L),
                  through(here).size(),
                  100 * (1 - share(through(here), here))));
    }
    List<Outcome> through = through(outcomes);
    console.result(
        "All            %d of %d attempts got through (%.1f%%)"
            .formatted(through.size(), outcomes.size(), 100 * share(through, outcomes)));
    list(through, prompts);
  }

  /**
   * What got through: first what only a disguise carries through, then what passes as it stands.
   */
  private void list(List<Outcome> through, int prompts) {
    Console console = workplace.console();
    List<String> asItStands =
        through.stream()
            .filter(o -> o.disguising().equals(Disguising.NONE))
            .map(o -> o.attempt().id())
            .toList();
    List<Outcome> disguised =
        through.stream()
            .filter(o -> !asItStands.contains(o.attempt().id()))
            .sorted(Comparator.comparingDouble(Outcome::score))
            .toList();
    if (!disguised.isEmpty()) {
      console.result("Through in disguise alone (lowest scores first):");
      disguised.stream().limit(LISTED).forEach(o -> console.result(line(o)));
      more(disguised.size());
    }
    if (!asItStands.isEmpty()) {
      console.result(
          "Through as they stand: %d of %d prompts".formatted(asItStands.size(), prompts));
      through.stream()
          .filter(o -> o.disguising().equals(Disguising.NONE))
          .sorted(Comparator.comparingDouble(Outcome::score))
          .limit(LISTED)
          .forEach(o -> console.result(line(o)));
      more(asItStands.size());
    }
  }

  private void more(int count) {
    if (count > LISTED) {
      workplace.console().result("  ... and %d more (--json lists all)".formatted(count - LISTED));
    }
  }

  private String line(Outcome outcome) {
    String text = show ? "  " + outcome.attempt().prompt() : "";
    return "  %-20s %-15s highest score %.2f%s"
        .formatted(outcome.attempt().id(), outcome.disguising().name(), outcome.score(), text);
  }

  private ObjectNode json(int prompts, int skipped, List<Outcome> outcomes) {
    ObjectNode node = Json.object();
    node.put("tenant", callerOptions.tenant());
    node.put("prompts", prompts).put("skipped", skipped);
    node.put("through", through(outcomes).size()).put("attempts", outcomes.size());
    ArrayNode disguises = node.putArray("disguises");
    for (Disguising disguising : Disguising.ALL) {
      List<Outcome> here = of(outcomes, disguising);
      Map<Action, Long> counts = counts(here);
      disguises
          .addObject()
          .put("disguise", disguising.name())
          .put("blocked", counts.getOrDefault(Action.BLOCK, 0L))
          .put("review", counts.getOrDefault(Action.REVIEW, 0L))
          .put("through", through(here).size());
    }
    ArrayNode listed = node.putArray("got_through");
    for (Outcome outcome : through(outcomes)) {
      ObjectNode one = listed.addObject();
      one.put("id", outcome.attempt().id()).put("disguise", outcome.disguising().name());
      one.put("verdict", outcome.action().name().toLowerCase(Locale.ROOT));
      one.put("highest_score", outcome.score());
      Optional.of(outcome.attempt().prompt())
          .filter(p -> show)
          .ifPresent(p -> one.put("prompt", p));
    }
    return node;
  }

  private static List<Outcome> of(List<Outcome> outcomes, Disguising disguising) {
    return outcomes.stream().filter(o -> o.disguising().equals(disguising)).toList();
  }

  private static List<Outcome> through(List<Outcome> outcomes) {
    return outcomes.stream().filter(Outcome::isThrough).toList();
  }

  private static Map<Action, Long> counts(List<Outcome> outcomes) {
    Map<Action, Long> counts = new EnumMap<>(Action.class);
    outcomes.forEach(o -> counts.merge(o.action(), 1L, Long::sum));
    return counts;
  }

  private static double share(List<Outcome> some, List<Outcome> of) {
    return of.isEmpty() ? 0 : (double) some.size() / of.size();
  }
}

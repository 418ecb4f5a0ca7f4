package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.FileHeldImages;
import org.imprimatur.audit.Journal;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.gateway.http.ReviewJson;
import org.imprimatur.routes.ReviewCase;
import org.imprimatur.routes.Reviews;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprimatur review}: people decide about held pictures, also beside a gateway. */
@Command(
    name = "review",
    description =
        "Shows the pictures that wait for a person's decision, and takes the decision. Whoever runs"
            + " it decides under the name of their account.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class ReviewCommand {
  private static final Clock CLOCK = Clock.systemUTC();

  private final Workplace workplace;

  ReviewCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Command(
      name = "list",
      description = "The pictures that wait, those with the least time left first.",
      mixinStandardHelpOptions = true)
  int list(
      @Option(names = "--tenant", description = "Of one tenant alone.", defaultValue = "")
          String tenant,
      @Option(names = "--all", description = "Those that were decided too.") boolean all,
      @Option(names = "--json", description = "Machine-readable output.") boolean json) {
    Instant now = CLOCK.instant();
    List<ReviewCase> cases =
        reviews(ReviewCommand::noJournal).cases().stream()
            .filter(each -> tenant.isEmpty() || each.held().tenant().equals(tenant))
            .filter(each -> all || each.state(now) == ReviewCase.State.WAITING)
            .sorted(Comparator.comparing(ReviewCase::due))
            .toList();
    if (json) {
      ArrayNode list = Json.object().putArray("cases");
      cases.forEach(each -> list.add(ReviewJson.of(each, now)));
      workplace.console().result(list);
      return ExitCode.DONE;
    }
    cases.forEach(each -> workplace.console().result(line(each, now)));
    if (cases.isEmpty()) {
      workplace.console().result("nothing waits for a decision");
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "show",
      description = "One case; with -o also its picture, and the journal says who looked.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "REQUEST", description = "The request id.") String request,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FILE",
              description = "Where the picture goes, for your eyes.")
          @Nullable Path output,
      @Option(names = "--json", description = "Machine-readable output.") boolean json) {
    return output == null
        ? describe(find(reviews(ReviewCommand::noJournal), request), json)
        : with(
            request,
            (reviews, found) -> {
              write(reviews.look(found, Operators.name()), output);
              return describe(found, json);
            });
  }

  @Command(
      name = "release",
      description = "Releases a picture, where a second person is not needed too.",
      mixinStandardHelpOptions = true)
  int release(
      @Mixin DecisionOptions decision,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FILE",
              description = "Where the picture goes once it is released.")
          @Nullable Path output) {
    return with(
        decision.request(),
        (reviews, found) -> {
          ReviewCase after = reviews.decide(found, Operators.name(), true, decision.reason());
          if (output != null && reviews.state(after) == ReviewCase.State.RELEASED) {
            write(reviews.give(after).file(), output);
          }
          return describe(after, decision.json());
        });
  }

  @Command(
      name = "deny",
      description = "Denies a picture; one person is enough.",
      mixinStandardHelpOptions = true)
  int deny(@Mixin DecisionOptions decision) {
    return with(
        decision.request(),
        (reviews, found) ->
            describe(
                reviews.decide(found, Operators.name(), false, decision.reason()),
                decision.json()));
  }

  @Command(
      name = "appeal",
      description = "Has a denied picture of your own decided once more, by somebody else.",
      mixinStandardHelpOptions = true)
  int appeal(@Mixin DecisionOptions decision) {
    return with(
        decision.request(),
        (reviews, found) ->
            describe(reviews.appeal(found, Operators.name(), decision.reason()), decision.json()));
  }

  @Command(
      name = "fetch",
      description = "Writes a picture that people have released.",
      mixinStandardHelpOptions = true)
  int fetch(
      @Parameters(paramLabel = "REQUEST", description = "The request id.") String request,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FILE",
              required = true,
              description = "Where the picture goes.")
          Path output) {
    Reviews reviews = reviews(ReviewCommand::noJournal);
    write(reviews.give(find(reviews, request)).file(), output);
    return ExitCode.DONE;
  }

  private int with(String request, BiFunction<Reviews, ReviewCase, Integer> deed) {
    try (Journal journal = JournalAccess.of(workplace).journal()) {
      Reviews reviews = reviews(() -> journal);
      return deed.apply(reviews, find(reviews, request));
    } catch (JournalUnavailable e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  private Reviews reviews(Supplier<Journal> journal) {
    JournalAccess access = JournalAccess.of(workplace);
    return new Reviews(
        new Reviews.Parts(
            journal,
            new JournalReader(access.log()),
            new FileHeldImages(access.places().held()),
            CLOCK));
  }

  private static Journal noJournal() {
    throw new IllegalStateException("reading needs no journal to write to");
  }

  /** Request ids are unique in practice; where two tenants share one, neither is meant. */
  private static ReviewCase find(Reviews reviews, String request) {
    List<ReviewCase> found =
        reviews.cases().stream().filter(each -> each.held().requestId().equals(request)).toList();
    if (found.size() != 1) {
      throw new ConfigurationException(
          "no picture is held under the request id %s; see: imprimatur review list --all"
              .formatted(request));
    }
    return found.get(0);
  }

  private static String line(ReviewCase each, Instant now) {
    return "%s  %-12s %-9s until %s  %s%s"
        .formatted(
            each.held().requestId(),
            each.held().tenant(),
            each.state(now).label(),
            each.due(),
            String.join(", ", each.held().because()),
            each.missing() > 1 ? "  (%d people needed)".formatted(each.missing()) : "");
  }

  private int describe(ReviewCase found, boolean json) {
    Console console = workplace.console();
    Instant now = CLOCK.instant();
    if (json) {
      console.result(ReviewJson.of(found, now));
      return ExitCode.DONE;
    }
    console.result(
        "Request    %s of tenant %s".formatted(found.held().requestId(), found.held().tenant()));
    console.result("State      %s".formatted(found.state(now).label()));
    console.result("Held       %s, entry %d".formatted(found.held().at(), found.held().entry()));
    console.result("Because    %s".formatted(String.join(", ", found.held().because())));
    console.result("Until      %s".formatted(found.due()));
    if (found.state(now) == ReviewCase.State.WAITING) {
      console.result("Needed     %d more to release, one to deny".formatted(found.missing()));
    }
    for (ReviewCase.Vote vote : found.votes()) {
      console.result(
          "Decision   %s by %.12s at %s, entry %d: %s"
              .formatted(
                  vote.releases() ? "release" : "deny",
                  vote.reviewer(),
                  vote.at(),
                  vote.entry(),
                  vote.reason()));
    }
    found
        .appeal()
        .ifPresent(
            wish ->
                console.result(
                    "Appeal     at %s, entry %d: %s"
                        .formatted(wish.at(), wish.entry(), wish.reason())));
    return ExitCode.DONE;
  }

  private void write(EncodedImage file, Path output) {
    try {
      Files.write(output, file.content().toByteArray());
      workplace.console().note("wrote " + output);
    } catch (IOException e) {
      throw new ConfigurationException("%s cannot be written: %s".formatted(output, e), e);
    }
  }
}

package org.imprimatur.gateway.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Change;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Series;
import org.imprimatur.api.Size;
import org.imprimatur.routes.LocalGate;
import org.imprimatur.routes.Revisions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprimatur revise}: feedback on an earlier image, all steps, a new signed image. */
@Command(
    name = "revise",
    description =
        "Changes an image that this gate released before: its words and the feedback pass all"
            + " steps together, and the earlier image becomes an ingredient of the new one's"
            + " credentials.",
    mixinStandardHelpOptions = true)
final class ReviseCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Parameters(
      index = "0",
      paramLabel = "IMAGE",
      description = "A released file, the number of its journal entry, or 'last'.")
  private String image = "";

  @Parameters(
      index = "1",
      paramLabel = "FEEDBACK",
      description = "What should become different, for instance \"make it night\".")
  private String feedback = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the PNG goes; with several images a number is put before the suffix.",
      defaultValue = "out.png")
  private Path output = Path.of("out.png");

  @Option(
      names = {"-n", "--count"},
      description = "How many versions.",
      defaultValue = "1")
  private int count = 1;

  @Option(
      names = "--strength",
      description = "How far to depart from it: 0 not at all, 1 completely.")
  private @Nullable Double strength;

  @Option(
      names = "--mask",
      paramLabel = "FILE",
      description = "What to draw anew, transparent or white; the rest stays as it is.")
  private @Nullable Path mask;

  @Option(
      names = "--negative",
      description = "What it should not show; without it what it was before.",
      defaultValue = "")
  private String negative = "";

  @Option(names = "--seed", description = "Without it the earlier image's.")
  private @Nullable Long seed;

  @Option(names = "--steps", description = "Denoising steps.")
  private @Nullable Integer steps;

  @Mixin private CallerOptions callerOptions = new CallerOptions();

  @Option(names = "--json", description = "Machine-readable output.")
  private boolean json;

  @Mixin private CircumstanceOptions circumstances = new CircumstanceOptions();

  ReviseCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    Bytes file = StartOptions.read(Outputs.of(workplace.home()).find(image));
    OutputFiles files = new OutputFiles(output, count, workplace.home());
    Drawings.Visitor visitor =
        new Drawings.Visitor(callerOptions.caller(), circumstances.circumstances());
    return new Drawings(workplace, visitor, files, Drawings.Extras.NONE, json)
        .run(gate -> requests(gate, file));
  }

  private List<GenerationRequest> requests(LocalGate gate, Bytes file) {
    Revisions.Earlier earlier = gate.revisions().require(callerOptions.tenant(), file);
    Size size = earlier.image().size();
    StartOptions.Wish wish = new StartOptions.Wish(strength, Revisions.USUAL_STRENGTH);
    Change change = StartOptions.change(wish, mask, size, size);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < new Series(0, count).of(); i++) {
      requests.add(
          earlier
              .revised(new Prompt(feedback, negative), change, sampling(earlier.note().seed(), i))
              .with(new Series(i, count)));
    }
    return requests;
  }

  private Sampling sampling(long usualSeed, int index) {
    Sampling sampling = Sampling.RECOMMENDED.withSeed((seed == null ? usualSeed : seed) + index);
    return steps == null ? sampling : sampling.withSteps(steps);
  }
}

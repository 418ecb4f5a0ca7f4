package org.imprimatur.gateway.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.imprimatur.api.Basis;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Series;
import org.imprimatur.api.Size;
import org.imprimatur.generator.LocalModels;
import org.imprimatur.routes.Fitting;
import org.imprimatur.routes.LocalGate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprimatur generate}: one prompt, all steps, a signed and recorded image. */
@Command(
    name = "generate",
    description = "Generates an image: moderated, judged, signed and recorded.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  private static final Size USUAL_SIZE = new Size(256, 256);

  private final Workplace workplace;

  @Parameters(paramLabel = "PROMPT", description = "What the picture should show.")
  private String prompt = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where the image goes: .png, .jpg or .webp (lossless); with several images a number is"
              + " put before the suffix.",
      defaultValue = "out.png")
  private Path output = Path.of("out.png");

  @Option(
      names = {"-n", "--count"},
      description = "How many images.",
      defaultValue = "1")
  private int count = 1;

  @Mixin private CallerOptions callerOptions = new CallerOptions();

  @Mixin private CircumstanceOptions circumstances = new CircumstanceOptions();

  @ArgGroup(exclusive = false, heading = "Drawing%n", validate = false)
  private DrawingOptions drawing = new DrawingOptions();

  @ArgGroup(exclusive = false, heading = "Starting from a picture%n", validate = false)
  private StartOptions start = new StartOptions();

  @Option(
      names = "--preview-dir",
      paramLabel = "DIR",
      description =
          "Where up to eight unfinished states of a released picture go, as unsigned PNG files;"
              + " each is classified like the picture, and left out if it would not be released.")
  private Optional<Path> previews = Optional.empty();

  @Option(names = "--json", description = "Machine-readable output.")
  private boolean json;

  GenerateCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  /** How the picture is drawn. */
  static final class DrawingOptions {
    @Option(
        names = "--model",
        paramLabel = "NAME|DIR",
        description = "An installed model's name, or a model folder (a path with a slash).",
        defaultValue = LocalGate.STARTER)
    private String model = LocalGate.STARTER;

    @Option(
        names = "--size",
        description = "WIDTHxHEIGHT; without it what the model draws, at best the picture's own.")
    private @Nullable String size;

    @Option(names = "--negative", description = "What it should not show.", defaultValue = "")
    private String negative = "";

    @Option(names = "--seed", description = "Makes the picture repeatable.")
    private @Nullable Long seed;

    @Option(names = "--steps", description = "Denoising steps.")
    private @Nullable Integer steps;

    @Option(names = "--guidance", description = "Guidance scale; up to 1 means none.")
    private @Nullable Double guidance;

    @Option(
        names = "--quality",
        description = "The quality of a JPEG, 50 to 100.",
        defaultValue = "90")
    private int quality = 90;

    @Option(names = "--sampler", description = "The sampler's name.", defaultValue = "")
    private String sampler = "";

    /** The folder of the model, where a folder was given. */
    Optional<Path> folder() {
      boolean path = model.contains("/") || model.contains(File.separator);
      return path ? Optional.of(Path.of(model)) : Optional.empty();
    }

    /** The name of the model. */
    String model() {
      return folder().map(LocalModels::nameOf).orElse(model);
    }

    Size size(LocalGate gate, Size wanted) {
      return size == null
          ? gate.models()
              .find(model())
              .map(found -> Fitting.drawable(wanted, found.capabilities()))
              .orElse(wanted)
          : Size.parse(size);
    }

    Sampling sampling(int index) {
      Sampling sampling = Sampling.RECOMMENDED.withSampler(sampler);
      if (steps != null) {
        sampling = sampling.withSteps(steps);
      }
      if (guidance != null) {
        sampling = sampling.withGuidance(guidance);
      }
      return seed == null ? sampling : sampling.withSeed(seed + index);
    }
  }

  @Override
  public Integer call() {
    start.check();
    OutputFiles files = new OutputFiles(output, count, workplace.home());
    Drawings.Visitor visitor =
        new Drawings.Visitor(callerOptions.caller(), circumstances.circumstances());
    Drawings.Extras extras =
        new Drawings.Extras(drawing.folder().stream().toList(), new PreviewFiles(previews));
    return new Drawings(workplace, visitor, files, extras, json).run(this::requests);
  }

  private List<GenerationRequest> requests(LocalGate gate) {
    Size size = drawing.size(gate, start.size().orElse(USUAL_SIZE));
    Basis basis = start.basis(size);
    String model = drawing.model();
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < new Series(0, count).of(); i++) {
      requests.add(
          GenerationRequest.of(new Prompt(prompt, drawing.negative), model, size)
              .with(drawing.sampling(i))
              .with(basis)
              .with(new Series(i, count))
              .with(OutputFiles.format(output, drawing.quality)));
    }
    return requests;
  }
}

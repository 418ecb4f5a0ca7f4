package org.imprimatur.generator;

import java.util.List;
import java.util.Optional;
import org.imprimatur.api.GenerationFacts;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.ImageGenerator.Drawing;
import org.imprimatur.generator.denoise.Denoiser;
import org.imprimatur.generator.denoise.Guided;
import org.imprimatur.generator.denoise.LatentShape;
import org.imprimatur.generator.engine.Canvas;
import org.imprimatur.generator.engine.Pipeline;
import org.imprimatur.generator.model.Family;
import org.imprimatur.generator.model.GuidanceKind;
import org.imprimatur.generator.model.Latents;
import org.imprimatur.generator.model.ModelProfile;
import org.imprimatur.generator.model.Recommendation;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.NetworkLoader;
import org.imprimatur.generator.noise.NoiseStream;
import org.imprimatur.generator.noise.TorchCpuNoise;
import org.imprimatur.generator.prompt.KnownWords;
import org.imprimatur.generator.prompt.WeightedText;
import org.imprimatur.generator.sampling.Plan;
import org.imprimatur.generator.sampling.PlanRequest;
import org.imprimatur.generator.sampling.Sampler;
import org.imprimatur.generator.sampling.Samplers;

/** One model's way from a command to a picture. Loads the graphs when they are first needed. */
final class DiffusionPipeline implements Pipeline, AutoCloseable {
  private final InstalledModel installed;
  private final NetworkLoader loader;
  private final GeneratorSettings settings;
  private final KnownWords words;
  private Optional<LoadedModel> loaded = Optional.empty();

  DiffusionPipeline(InstalledModel installed, NetworkLoader loader, GeneratorSettings settings) {
    this.installed = installed;
    this.loader = loader;
    this.settings = settings;
    this.words = new KnownWords(installed.profile().words().known());
  }

  /** Loads the graphs now. */
  synchronized LoadedModel model() {
    if (loaded.isEmpty()) {
      loaded = Optional.of(LoadedModel.load(installed, loader, settings));
    }
    return loaded.get();
  }

  @Override
  public long cost(GenerationCommand command) {
    long places = shape(command.size()).places();
    return places * installed.profile().callsAStep(guidance(command));
  }

  @Override
  public int batchCap() {
    return settings.batchCap();
  }

  @Override
  public Canvas begin(GenerationCommand command, Interrupt interrupt) {
    LatentShape shape = shape(command.size());
    Sampler sampler = sampler(command);
    Plan plan = sampler.plan(installed.scheduler(), planRequest(command, shape));
    long seed = command.sampling().seed().orElseGet(settings.seeds());
    NoiseStream noise = new TorchCpuNoise(seed);
    Guided guided = model().guide(command.prompt(), command.size(), guidance(command), interrupt);
    Optional<Source> source = Source.of(command.basis());
    Outset outset = new Outset(model(), shape, noise, interrupt);
    DiffusionCanvas.Walk walk =
        source.isEmpty()
            ? outset.fromNoise(plan, command.size())
            : outset.fromPicture(plan, source.get(), steps(command));
    return new DiffusionCanvas(shape, walk, guided, facts(command, sampler, seed));
  }

  @Override
  public void step(List<Canvas> canvases, boolean isLast, Interrupt interrupt) {
    List<DiffusionCanvas> drawn = canvases.stream().map(DiffusionPipeline::own).toList();
    List<Denoiser.Row> rows = drawn.stream().map(DiffusionCanvas::row).toList();
    List<float[]> answers =
        model().denoiser().predict(drawn.get(0).shape(), rows, isLast, interrupt);
    for (int i = 0; i < answers.size(); i++) {
      drawn.get(i).accept(answers.get(i));
    }
  }

  @Override
  public RasterImage preview(Canvas canvas) {
    DiffusionCanvas drawn = own(canvas);
    return model().preview(drawn.shape(), drawn.path().estimate());
  }

  @Override
  public Drawing finish(Canvas canvas, Interrupt interrupt) {
    DiffusionCanvas drawn = own(canvas);
    RasterImage decoded =
        model().decoder().decode(drawn.shape(), drawn.path().latents(), interrupt);
    return new Drawing(drawn.finished(decoded), drawn.facts());
  }

  @Override
  public synchronized void close() {
    loaded.ifPresent(LoadedModel::close);
    loaded = Optional.empty();
  }

  /** The sampler that a command asks for, or the model's own. */
  Sampler sampler(GenerationCommand command) {
    String name = command.sampling().sampler();
    return name.isEmpty() ? installed.sampler() : Samplers.named(name, installed.scheduler());
  }

  private PlanRequest planRequest(GenerationCommand command, LatentShape shape) {
    int tokens = shape.places() / (ModelProfile.PATCH_SIDE * ModelProfile.PATCH_SIDE);
    boolean evenly = installed.profile().family() == Family.FLUX;
    return new PlanRequest(steps(command), tokens, evenly);
  }

  private int steps(GenerationCommand command) {
    return command.sampling().steps().orElse(recommendation().steps());
  }

  /** A model that takes no scale is drawn with none, whatever was asked for. */
  private double guidance(GenerationCommand command) {
    if (installed.profile().guidanceKind() == GuidanceKind.NONE) {
      return 0;
    }
    return command.sampling().guidance().orElse(recommendation().guidance());
  }

  private Recommendation recommendation() {
    return installed.profile().recommendation();
  }

  private LatentShape shape(Size size) {
    Latents latents = installed.profile().latents();
    return new LatentShape(
        latents.channels(),
        size.height() / latents.pixelsPerPlace(),
        size.width() / latents.pixelsPerPlace());
  }

  private GenerationFacts facts(GenerationCommand command, Sampler sampler, long seed) {
    return new GenerationFacts(
        installed.profile().name(),
        installed.digest(),
        sampler.name(),
        steps(command),
        guidance(command),
        seed,
        words.unknownIn(plain(command.prompt().text())));
  }

  /** The words of a prompt without marks of their weights, where the model reads such marks. */
  private String plain(String prompt) {
    return installed.profile().reading().weights() ? WeightedText.parse(prompt).plain() : prompt;
  }

  private static DiffusionCanvas own(Canvas canvas) {
    if (canvas instanceof DiffusionCanvas drawn) {
      return drawn;
    }
    throw new IllegalArgumentException("a canvas of another pipeline");
  }
}

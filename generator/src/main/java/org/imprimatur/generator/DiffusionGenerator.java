package org.imprimatur.generator;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.Capabilities;
import org.imprimatur.api.spi.Generation;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationFailure;
import org.imprimatur.api.spi.GenerationFailure.Kind;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.api.spi.ImageGenerator;
import org.imprimatur.generator.engine.EngineSettings;
import org.imprimatur.generator.engine.StepEngine;
import org.imprimatur.generator.network.NetworkLoader;
import org.imprimatur.generator.onnx.OnnxRuntime;
import org.imprimatur.generator.prompt.WeightedText;
import org.imprimatur.generator.sampling.UnsupportedSampling;

/** A model folder as an image generator. Thread-safe. */
public final class DiffusionGenerator implements ImageGenerator {
  private final Capabilities capabilities;
  private final DiffusionPipeline pipeline;
  private final StepEngine engine;
  private final Runnable afterClose;

  private DiffusionGenerator(
      Capabilities capabilities,
      DiffusionPipeline pipeline,
      StepEngine engine,
      Runnable afterClose) {
    this.capabilities = capabilities;
    this.pipeline = pipeline;
    this.engine = engine;
    this.afterClose = afterClose;
  }

  /**
   * Loads the folder, with an engine of its own.
   *
   * @throws org.imprimatur.api.ConfigurationException naming file, input and reason if the folder
   *     cannot be run or differs from its pins
   */
  public static DiffusionGenerator load(Path folder, GeneratorSettings settings) {
    return load(folder, settings, OnnxRuntime.start(settings.threads(), settings.provider()));
  }

  /**
   * Loads the folder, its graphs by {@code loader}.
   *
   * @throws org.imprimatur.api.ConfigurationException as {@link #load(Path, GeneratorSettings)}
   */
  public static DiffusionGenerator load(
      Path folder, GeneratorSettings settings, NetworkLoader loader) {
    InstalledModel installed = InstalledModel.read(folder);
    DiffusionPipeline pipeline = new DiffusionPipeline(installed, loader, settings);
    pipeline.model();
    StepEngine engine = engine(settings);
    return new DiffusionGenerator(
        installed.capabilities(),
        pipeline,
        engine,
        () -> {
          engine.close();
          pipeline.close();
        });
  }

  /** A generator that shares an engine, and loads its graphs when they are first needed. */
  static DiffusionGenerator sharing(
      InstalledModel installed, DiffusionPipeline pipeline, StepEngine engine) {
    return new DiffusionGenerator(installed.capabilities(), pipeline, engine, () -> {});
  }

  static StepEngine engine(GeneratorSettings settings) {
    return new StepEngine(
        new EngineSettings(
            settings.capacity(),
            settings.clock(),
            task -> {
              Thread thread = new Thread(task, "imprimatur-generator");
              thread.setDaemon(true);
              return thread;
            }));
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Generation submit(GenerationCommand command, GenerationWatch watch) {
    Optional<String> refusal = refusal(command);
    if (refusal.isPresent()) {
      return new Refused(new GenerationFailure(Kind.UNSUPPORTED, refusal.get()));
    }
    return engine.submit(pipeline, command, watch);
  }

  /** Ends what is under way. A generator from a catalog is closed by the catalog. */
  @Override
  public void close() {
    afterClose.run();
  }

  private Optional<String> refusal(GenerationCommand command) {
    Size size = command.size();
    int multiple = capabilities.sizeMultiple();
    if (!capabilities.sizes().isEmpty() && !capabilities.sizes().contains(size)) {
      return Optional.of("the model draws pictures of " + capabilities.sizes() + " only");
    }
    if (size.width() % multiple != 0 || size.height() % multiple != 0) {
      return Optional.of("both sides of a picture must be multiples of " + multiple);
    }
    Optional<Source> source = Source.of(command.basis());
    if (source.isPresent() && !capabilities.imageInput()) {
      return Optional.of("the model cannot start from a picture");
    }
    if (source.isPresent() && !source.get().image().size().equals(size)) {
      return Optional.of("the picture to start from must have the size that is asked for");
    }
    if (capabilities.promptWeights()) {
      if (WeightedText.parse(command.prompt().text()).plain().isBlank()) {
        return Optional.of("the prompt holds nothing but weights");
      }
      double heaviest =
          Math.max(heaviest(command.prompt().text()), heaviest(command.prompt().negative()));
      if (heaviest > WeightedText.MOST) {
        return Optional.of(
            "a part of the prompt weighs %.2f, more than %.0f"
                .formatted(heaviest, WeightedText.MOST));
      }
    }
    try {
      pipeline.sampler(command);
      return Optional.empty();
    } catch (UnsupportedSampling e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static double heaviest(String text) {
    return WeightedText.parse(text).heaviest();
  }

  private record Refused(GenerationFailure failure) implements Generation {
    @Override
    public CompletionStage<Drawing> result() {
      return CompletableFuture.failedStage(failure);
    }

    @Override
    public void cancel() {}
  }
}

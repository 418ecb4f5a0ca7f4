package org.imprimatur.generator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import org.imprimatur.api.Basis;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.Capabilities;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.api.spi.ImageGenerator.Drawing;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.model.GuidanceKind;
import org.imprimatur.generator.model.ModelProfile;
import org.imprimatur.generator.model.TensorSpec;
import org.imprimatur.generator.onnx.Provider;

/** What the command line tells about a model folder. */
public final class ModelInspection {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int TRIAL_STEPS = 2;

  private ModelInspection() {}

  /** One line of a report. */
  public record Line(String label, String value) {}

  /**
   * Reads the folder without loading it.
   *
   * @throws ConfigurationException naming file, input and reason if it cannot be run
   */
  public static List<Line> inspect(Path folder) {
    InstalledModel model = InstalledModel.read(folder);
    ModelProfile profile = model.profile();
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("model", profile.name()));
    lines.add(new Line("digest", model.digest().toString()));
    lines.add(new Line("pinned", model.folder().isPinned() ? "yes, by SHA256SUMS" : "no"));
    lines.add(new Line("family", profile.family().toString()));
    lines.add(new Line("scheduler", model.scheduler().className()));
    lines.add(new Line("sampler", model.sampler().name()));
    lines.add(new Line("sizes", sizes(model.capabilities())));
    lines.add(new Line("steps", String.valueOf(profile.recommendation().steps())));
    lines.add(new Line("guidance", guidance(profile)));
    lines.add(new Line("latents", profile.latents().toString()));
    profile.graphs().all().forEach(graph -> lines.addAll(describe(folder, graph)));
    return List.copyOf(lines);
  }

  /**
   * Compares the files with their pins, loads the graphs and draws one small picture.
   *
   * @throws ConfigurationException if any of it fails
   */
  public static List<Line> check(Path folder, GeneratorSettings settings) {
    long before = System.nanoTime();
    try (DiffusionGenerator generator = DiffusionGenerator.load(folder, settings)) {
      long loaded = System.nanoTime();
      Capabilities capabilities = generator.capabilities();
      Drawing drawing = draw(folder, generator, smallest(capabilities));
      long drawn = System.nanoTime();
      List<Line> lines = new ArrayList<>();
      lines.add(new Line("model", capabilities.model()));
      lines.add(new Line("loaded in", milliseconds(loaded - before)));
      lines.add(
          new Line(
              "drawn in",
              "%s (%s, %d steps)"
                  .formatted(milliseconds(drawn - loaded), drawing.image().size(), TRIAL_STEPS)));
      lines.add(new Line("image", drawing.image().digest().toString()));
      lines.addAll(warnings(InstalledModel.read(folder).profile(), settings.provider()));
      peakMemory().ifPresent(kib -> lines.add(new Line("peak memory", kib / 1024 + " MiB")));
      return List.copyOf(lines);
    }
  }

  /** What a person should know before this model serves. */
  static List<Line> warnings(ModelProfile profile, Provider provider) {
    boolean half = profile.graphs().all().stream().anyMatch(GraphContract::isInHalfPrecision);
    return half && provider == Provider.CPU
        ? List.of(
            new Line("warning", "half precision is slow on a CPU; export it in single precision"))
        : List.of();
  }

  private static Drawing draw(Path folder, DiffusionGenerator generator, Size size) {
    GenerationCommand command =
        new GenerationCommand(
            Prompt.of("a lighthouse by the sea"),
            size,
            Sampling.RECOMMENDED.withSteps(TRIAL_STEPS).withSeed(1),
            new Basis.Nothing(),
            "check",
            Instant.now().plus(PATIENCE));
    try {
      return generator.submit(command, GenerationWatch.NONE).result().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new ConfigurationException(
          folder + ": the model loads but draws nothing: " + e.getCause(), e);
    }
  }

  private static List<Line> describe(Path folder, GraphContract graph) {
    List<Line> lines = new ArrayList<>();
    String name = folder.relativize(graph.file()).toString();
    for (TensorSpec input : graph.inputs()) {
      lines.add(new Line(name, "takes " + input));
    }
    for (TensorSpec output : graph.outputs()) {
      lines.add(new Line(name, "gives " + output));
    }
    graph.externalFiles().forEach(file -> lines.add(new Line(name, "weights in " + file)));
    return lines;
  }

  private static String guidance(ModelProfile profile) {
    return profile.guidanceKind() == GuidanceKind.NONE
        ? profile.guidanceKind().toString()
        : profile.recommendation().guidance() + ", " + profile.guidanceKind();
  }

  private static String sizes(Capabilities capabilities) {
    return capabilities.sizes().isEmpty()
        ? "multiples of " + capabilities.sizeMultiple()
        : capabilities.sizes().toString();
  }

  private static Size smallest(Capabilities capabilities) {
    return capabilities.sizes().stream()
        .findFirst()
        .orElseGet(() -> new Size(capabilities.sizeMultiple(), capabilities.sizeMultiple()));
  }

  private static String milliseconds(long nanos) {
    return nanos / 1_000_000 + " ms";
  }

  /** The most memory that the process ever held, in KiB, where the system tells. */
  private static OptionalLong peakMemory() {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return OptionalLong.empty();
    }
    try {
      Optional<String> line =
          Files.readAllLines(status, StandardCharsets.UTF_8).stream()
              .filter(each -> each.startsWith("VmHWM:"))
              .findFirst();
      return line.map(each -> OptionalLong.of(Long.parseLong(each.replaceAll("[^0-9]", ""))))
          .orElseGet(OptionalLong::empty);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}

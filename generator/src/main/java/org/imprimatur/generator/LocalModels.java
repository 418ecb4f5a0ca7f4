package org.imprimatur.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.spi.Capabilities;
import org.imprimatur.api.spi.ImageGenerator;
import org.imprimatur.api.spi.ModelCatalog;
import org.imprimatur.generator.engine.StepEngine;
import org.imprimatur.generator.model.ModelFolder;
import org.imprimatur.generator.model.ModelProfile;
import org.imprimatur.generator.network.NetworkLoader;
import org.imprimatur.generator.onnx.OnnxRuntime;

/**
 * The models in a directory, with the starter model that comes with this module. All of them share
 * one engine; the graphs of a model are loaded when it first draws. Thread-safe.
 */
public final class LocalModels implements ModelCatalog, AutoCloseable {
  private final Map<String, DiffusionGenerator> generators = new LinkedHashMap<>();
  private final List<DiffusionPipeline> pipelines = new ArrayList<>();
  private final StepEngine engine;

  private LocalModels(Map<String, InstalledModel> installed, GeneratorSettings settings) {
    NetworkLoader loader = OnnxRuntime.start(settings.threads(), settings.provider());
    engine = DiffusionGenerator.engine(settings);
    installed.forEach(
        (name, model) -> {
          DiffusionPipeline pipeline = new DiffusionPipeline(model, loader, settings);
          pipelines.add(pipeline);
          generators.put(name, DiffusionGenerator.sharing(model, pipeline, engine));
        });
  }

  /**
   * Unpacks the starter model into {@code directory} where it is not there yet, and reads every
   * model folder in it. No graph is loaded yet.
   *
   * @throws ConfigurationException if the directory cannot be used, a folder cannot be run, a file
   *     differs from its pin, or two models have one name
   */
  public static LocalModels open(Path directory, GeneratorSettings settings) {
    return open(directory, List.of(), settings);
  }

  /**
   * The same, and the models in {@code more} folders, wherever they are.
   *
   * @throws ConfigurationException likewise
   */
  public static LocalModels open(Path directory, List<Path> more, GeneratorSettings settings) {
    List<Path> folders = new ArrayList<>(folders(directory));
    more.stream()
        .filter(folder -> folders.stream().noneMatch(it -> same(it, folder)))
        .forEach(folders::add);
    Map<String, InstalledModel> installed = new LinkedHashMap<>();
    for (Path folder : folders) {
      InstalledModel model = InstalledModel.read(folder);
      InstalledModel other = installed.putIfAbsent(model.profile().name(), model);
      if (other != null) {
        throw new ConfigurationException(
            "%s and %s: both hold a model called '%s'; remove one"
                .formatted(other.folder().root(), folder, model.profile().name()));
      }
    }
    return new LocalModels(installed, settings);
  }

  /**
   * Under what name a folder's model is found.
   *
   * @throws ConfigurationException if the folder cannot be run
   */
  public static String nameOf(Path folder) {
    return ModelProfile.read(ModelFolder.open(folder)).name();
  }

  @Override
  public Optional<ImageGenerator> find(String model) {
    return Optional.ofNullable(generators.get(model));
  }

  @Override
  public List<Capabilities> list() {
    return generators.values().stream().map(DiffusionGenerator::capabilities).toList();
  }

  /** Cancels everything and closes all graphs. */
  @Override
  public void close() {
    engine.close();
    pipelines.forEach(DiffusionPipeline::close);
  }

  private static boolean same(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  /** The starter first, then the rest by name; starters of other versions are passed over. */
  private static List<Path> folders(Path directory) {
    List<Path> folders = new ArrayList<>();
    try {
      Files.createDirectories(directory);
      StarterBundle.unpackInto(directory).ifPresent(folders::add);
      try (Stream<Path> children = Files.list(directory)) {
        children
            .filter(ModelFolder::isOne)
            .filter(folder -> !folder.getFileName().toString().startsWith("."))
            .filter(folder -> !folder.getFileName().toString().startsWith(StarterBundle.PREFIX))
            .sorted()
            .forEach(folders::add);
      }
    } catch (IOException e) {
      throw new ConfigurationException(
          directory + ": cannot be used as the directory of models: " + e.getMessage(), e);
    }
    return folders;
  }
}

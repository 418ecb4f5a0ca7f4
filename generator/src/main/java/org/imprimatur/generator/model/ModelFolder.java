package org.imprimatur.generator.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;

/**
 * A folder in the layout that diffusers and optimum write: {@code model_index.json} and one folder
 * a component. Holds regular files only; a link anywhere in it is refused. Immutable.
 */
public final class ModelFolder {
  private final Path root;
  private final Map<String, Path> files;

  private ModelFolder(Path root, Map<String, Path> files) {
    this.root = root;
    this.files = files;
  }

  /**
   * Lists the files of {@code root}. Nothing is read yet.
   *
   * @throws ConfigurationException if there is no such folder, if it holds a link, or if it has no
   *     {@code model_index.json}
   */
  public static ModelFolder open(Path root) {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      paths.forEach(path -> collect(root, path, files));
    } catch (IOException e) {
      throw new ConfigurationException(root + ": cannot be read as a model folder", e);
    }
    if (!files.containsKey("model_index.json")) {
      throw new ConfigurationException(
          root + ": holds no model_index.json, so it is no model folder; export one with optimum");
    }
    return new ModelFolder(root, files);
  }

  /** Whether {@code root} looks like a model folder. */
  public static boolean isOne(Path root) {
    return Files.isRegularFile(root.resolve("model_index.json"));
  }

  public Path root() {
    return root;
  }

  public boolean has(String path) {
    return files.containsKey(path);
  }

  public Path file(String path) {
    return root.resolve(path);
  }

  public JsonFile json(String path) {
    return JsonFile.read(file(path));
  }

  /** An object without keys where the file is absent. */
  public JsonFile jsonIfPresent(String path) {
    return JsonFile.readIfPresent(file(path));
  }

  /** Whether the folder pins its own files. */
  public boolean isPinned() {
    return has(Digests.FILE);
  }

  /** One digest over all files: of the pins where there are any, otherwise of what lies there. */
  public Sha256 digest() {
    return digests().summary();
  }

  /** The pins where there are any, otherwise the digests of what lies there. */
  public Digests digests() {
    return isPinned() ? Digests.read(file(Digests.FILE)) : measured();
  }

  /**
   * Compares every file with its pin.
   *
   * @throws ConfigurationException if a file differs, is missing or is not pinned
   */
  public void verify() {
    if (isPinned()) {
      Digests.read(file(Digests.FILE)).requireEqual(root, measured());
    }
  }

  /**
   * The contract of the graph in {@code component}, its external-data paths checked.
   *
   * @throws ConfigurationException if it is missing, unreadable, or names weights outside its
   *     folder
   */
  public GraphContract graph(String component) {
    String path = component + "/model.onnx";
    if (!has(path)) {
      throw new ConfigurationException(
          file(path) + ": is missing; export the folder with optimum so that it holds this graph");
    }
    GraphContract contract = OnnxHeader.read(file(path));
    for (String external : contract.externalFiles()) {
      requireInside(component, external);
    }
    return contract;
  }

  private void requireInside(String component, String external) {
    Path relative = Path.of(external);
    boolean plain =
        !relative.isAbsolute()
            && !external.isEmpty()
            && relative.normalize().equals(relative)
            && !relative.startsWith("..");
    if (!plain || !has(component + "/" + external.replace('\\', '/'))) {
      throw new ConfigurationException(
          "%s: its weights lie at '%s', which is no regular file in the folder of the graph; put them there"
              .formatted(file(component + "/model.onnx"), external));
    }
  }

  private Digests measured() {
    Map<String, Path> pinned = new TreeMap<>(files);
    pinned.remove(Digests.FILE);
    return Digests.measure(pinned);
  }

  private static void collect(Path root, Path path, Map<String, Path> files) {
    if (!path.equals(root) && Files.isSymbolicLink(path)) {
      throw new ConfigurationException(
          path + ": is a link; a model folder holds regular files only, so copy the file there");
    }
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      files.put(root.relativize(path).toString().replace('\\', '/'), path);
    }
  }
}

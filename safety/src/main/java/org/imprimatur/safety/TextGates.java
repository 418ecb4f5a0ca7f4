package org.imprimatur.safety;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.Origin;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.safety.gate.GateFiles;
import org.imprimatur.safety.gate.PackShelf;
import org.imprimatur.safety.gate.TextPack;
import org.imprimatur.safety.onnx.OnnxTextDetector;
import org.imprimatur.safety.rules.WordLists;
import org.imprimatur.safety.text.Canonicaliser;
import org.imprimatur.safety.text.ReadableViews;
import org.imprimatur.safety.text.Vocabulary;

/**
 * Open text packs, one folder each; closing it closes their models. A pack that cannot be used is
 * named among the {@link #ailments}, and a detector in its place finds itself unavailable, so that
 * no policy lets a prompt pass. Use no detector of it after closing.
 */
public final class TextGates implements AutoCloseable {
  private final List<OnnxTextDetector> open = new ArrayList<>();
  private final List<PromptDetector> detectors = new ArrayList<>();
  private final SortedMap<String, String> ailments = new TreeMap<>();

  private TextGates() {}

  /**
   * The packs on a shelf.
   *
   * @throws ConfigurationException if the shelf cannot be read
   */
  public static TextGates installed(PackShelf<TextPack> shelf) {
    TextGates gates = new TextGates();
    List<Path> folders = shelf.packs();
    if (!folders.isEmpty()) {
      ReadableViews views = views();
      folders.forEach(folder -> gates.add(folder, views));
    }
    return gates;
  }

  /** Opens a pack, puts it to its self-test and closes it again. */
  public static void tryOut(TextPack pack) {
    new OnnxTextDetector(pack, views()).close();
  }

  private static ReadableViews views() {
    Vocabulary words = WordLists.vocabulary(WordLists.lexicon());
    return new ReadableViews(new Canonicaliser(words), words);
  }

  /** The built-in detectors, and then one for each pack: all that looks at texts. */
  public List<PromptDetector> withBuiltIn() {
    return Stream.concat(BuiltInDetectors.prompts().stream(), detectors.stream()).toList();
  }

  /** The open packs. */
  public List<TextPack> packs() {
    return open.stream().map(OnnxTextDetector::pack).toList();
  }

  /** One for each pack. */
  public List<PromptDetector> detectors() {
    return List.copyOf(detectors);
  }

  /** What is wrong, by the name of the folder. */
  public SortedMap<String, String> ailments() {
    return new TreeMap<>(ailments);
  }

  @Override
  public void close() {
    open.forEach(OnnxTextDetector::close);
  }

  private void add(Path folder, ReadableViews views) {
    try {
      OnnxTextDetector detector =
          new OnnxTextDetector(TextPack.read(GateFiles.folder(folder)), views);
      open.add(detector);
      detectors.add(detector);
    } catch (ConfigurationException e) {
      String name = String.valueOf(folder.getFileName());
      ailments.put(name, String.valueOf(e.getMessage()));
      detectors.add(new Unusable(new DetectorId(name, "unusable")));
    }
  }

  /** Stands for a pack that could not be used. */
  private record Unusable(DetectorId id) implements PromptDetector {
    private static final Category UNUSABLE = new Category("unusable_gate");

    @Override
    public Set<Category> measures() {
      return Set.of(UNUSABLE);
    }

    @Override
    public List<Finding> examine(ModerationText subject) {
      return List.of(
          new Finding.Unavailable(
              Origin.PROMPT, UNUSABLE, id, "an installed text gate is unusable"));
    }
  }
}

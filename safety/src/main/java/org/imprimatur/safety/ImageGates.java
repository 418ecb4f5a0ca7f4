package org.imprimatur.safety;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.spi.ImageDetector;
import org.imprimatur.safety.gate.Embedding;
import org.imprimatur.safety.gate.GateFiles;
import org.imprimatur.safety.gate.GatePack;
import org.imprimatur.safety.gate.GateSettings;
import org.imprimatur.safety.gate.GateShelf;
import org.imprimatur.safety.gate.ProtectedPeople;
import org.imprimatur.safety.onnx.OnnxImageDetector;

/** Open gate packs; closing it closes their models. Use no detector of it afterwards. */
public final class ImageGates implements AutoCloseable {
  private static final List<String> STARTER = List.of("starter-gate", "starter-identity");

  private final ProtectedPeople people;
  private final List<OnnxImageDetector> open = new ArrayList<>();
  private final List<ImageDetector> detectors = new ArrayList<>();
  private final SortedMap<String, String> ailments = new TreeMap<>();

  private ImageGates(ProtectedPeople people) {
    this.people = people;
  }

  /**
   * The packs in the jar, for pictures of the starter model and no others.
   *
   * @throws ConfigurationException if a pack is missing, changed or fails its self-test
   */
  public static ImageGates starter() {
    return strict(STARTER.stream().map(GateFiles::bundled).toList());
  }

  /**
   * Packs in folders.
   *
   * @throws ConfigurationException if a pack is incomplete, changed or fails its self-test
   */
  public static ImageGates load(List<Path> folders) {
    return strict(folders.stream().map(GateFiles::folder).toList());
  }

  /**
   * What is installed, and the packs in the jar unless the settings leave them out. An installed
   * pack that cannot be used is named among the {@link #ailments}, and a detector in its place
   * keeps every policy from letting pictures pass.
   *
   * @throws ConfigurationException if the settings or a pack in the jar cannot be used
   */
  public static ImageGates installed(GateShelf shelf, ProtectedPeople people) {
    ImageGates gates = new ImageGates(people);
    try {
      GateSettings settings = shelf.settings();
      if (settings.starter()) {
        STARTER.forEach(name -> gates.add(GateFiles.bundled(name)));
      }
      for (Path folder : shelf.packs()) {
        gates.addOrReport(folder);
      }
      settings.votes().forEach(gates::seat);
      return gates;
    } catch (RuntimeException e) {
      gates.close();
      throw e;
    }
  }

  /** Opens a pack, puts it to its self-test and closes it again. */
  public static void tryOut(GatePack pack) {
    new OnnxImageDetector(pack).close();
  }

  /** One detector for each pack or vote. */
  public List<ImageDetector> detectors() {
    return List.copyOf(detectors);
  }

  /** The open packs. */
  public List<GatePack> packs() {
    return open.stream().map(OnnxImageDetector::pack).toList();
  }

  /** What is wrong, by the name of the installed pack. */
  public SortedMap<String, String> ailments() {
    return new TreeMap<>(ailments);
  }

  /** Every pack's finding for each category of each window, for people who want to see all. */
  public List<Finding> everyWindow(ImageDetector.Subject subject) {
    return open.stream().flatMap(gate -> gate.everyWindow(subject).stream()).toList();
  }

  /** The packs that tell people apart. */
  public List<OnnxImageDetector> identityGates() {
    return open.stream().filter(gate -> gate.pack().reading() instanceof Embedding).toList();
  }

  @Override
  public void close() {
    open.forEach(OnnxImageDetector::close);
  }

  private static ImageGates strict(List<GateFiles> packs) {
    ImageGates gates = new ImageGates(ProtectedPeople.NOBODY);
    try {
      packs.forEach(gates::add);
      return gates;
    } catch (ConfigurationException e) {
      gates.close();
      throw e;
    }
  }

  private void add(GateFiles files) {
    OnnxImageDetector detector = new OnnxImageDetector(GatePack.read(files), people);
    open.add(detector);
    detectors.add(detector);
  }

  private void addOrReport(Path folder) {
    try {
      add(GateFiles.folder(folder));
    } catch (ConfigurationException e) {
      String name = String.valueOf(folder.getFileName());
      ailments.put(name, String.valueOf(e.getMessage()));
      detectors.add(new UnusableGate(new DetectorId(name, "unusable")));
    }
  }

  /** Puts the voters' detector in the place of theirs. */
  private void seat(GateSettings.Vote vote) {
    List<OnnxImageDetector> voters =
        open.stream().filter(gate -> vote.packs().contains(gate.id().name())).toList();
    boolean all =
        voters.size() == vote.packs().size()
            && voters.stream().allMatch(gate -> gate.measures().contains(vote.category()))
            && detectors.containsAll(voters);
    if (!all) {
      ailments.put(
          vote.name(),
          "%s: the vote '%s' needs the packs %s, each measuring %s and in one vote only"
              .formatted(GateSettings.FILE, vote.name(), vote.packs(), vote.category()));
      detectors.add(new UnusableGate(new DetectorId(vote.name(), "unusable")));
      return;
    }
    detectors.removeAll(voters);
    detectors.add(new Jury(vote.name(), voters, vote.category(), vote.needed()));
  }
}

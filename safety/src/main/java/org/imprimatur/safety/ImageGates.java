package org.imprimatur.safety;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.spi.ImageDetector;
import org.imprimatur.safety.gate.GateFiles;
import org.imprimatur.safety.gate.GatePack;
import org.imprimatur.safety.onnx.OnnxImageDetector;

/** Open gate packs; closing it closes their models. Use no detector of it afterwards. */
public final class ImageGates implements AutoCloseable {
  private static final List<String> STARTER = List.of("starter-gate", "starter-identity");

  private final List<OnnxImageDetector> open;

  private ImageGates(List<OnnxImageDetector> open) {
    this.open = List.copyOf(open);
  }

  /**
   * The packs in the jar, for pictures of the starter model and no others.
   *
   * @throws ConfigurationException if a pack is missing, changed or fails its self-test
   */
  public static ImageGates starter() {
    return open(STARTER.stream().map(GateFiles::bundled).toList());
  }

  /**
   * Packs in folders.
   *
   * @throws ConfigurationException if a pack is incomplete, changed or fails its self-test
   */
  public static ImageGates load(List<Path> folders) {
    return open(folders.stream().map(GateFiles::folder).toList());
  }

  /** One detector for each pack. */
  public List<ImageDetector> detectors() {
    return List.copyOf(open);
  }

  @Override
  public void close() {
    open.forEach(OnnxImageDetector::close);
  }

  private static ImageGates open(List<GateFiles> packs) {
    List<OnnxImageDetector> open = new ArrayList<>();
    try {
      for (GateFiles files : packs) {
        open.add(new OnnxImageDetector(GatePack.read(files)));
      }
      return new ImageGates(open);
    } catch (ConfigurationException e) {
      open.forEach(OnnxImageDetector::close);
      throw e;
    }
  }
}

package org.imprimatur.safety.gate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sha256;

/**
 * A model that looks at pictures, as its {@code gate.json} describes it, with the digests of its
 * files compared. Nothing is guessed: a field that is missing refuses to load.
 *
 * @param digest of the model's file
 * @param coverage which parts of a picture the model is to see
 * @param curves calibrations, by category
 * @param files the names of all files that make up the pack
 */
public record GatePack(
    DetectorId id,
    String licence,
    ModelFile model,
    Sha256 digest,
    Coverage coverage,
    Input input,
    Reading reading,
    Map<Category, Curve> curves,
    List<SelfTest> selfTests,
    SortedSet<String> files)
    implements Pack {
  /** The name of the manifest. */
  public static final String MANIFEST = "gate.json";

  /** Packs that look at pictures. */
  public static final PackKind<GatePack> KIND =
      new PackKind<>(MANIFEST, Set.of("file", "image"), GatePack::read);

  public GatePack {
    curves = Map.copyOf(curves);
    selfTests = List.copyOf(selfTests);
    files = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(files));
  }

  /** The pixels the model wants. */
  public record Input(
      String name,
      int width,
      int height,
      Channels channels,
      Layout layout,
      Levels levels,
      Fit fit,
      Filter filter) {}

  /**
   * Each sample times {@code scale}, minus mean, divided by deviation. Mean and deviation are in
   * the order of the model's channels.
   */
  public record Levels(double scale, List<Double> mean, List<Double> std) {
    public Levels {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
    }
  }

  /** Which parts of a picture a model sees. */
  public enum Coverage {
    /** The full frame alone: for models that were trained on whole pictures of a closed domain. */
    WHOLE,
    /** The full frame and tiles of it, the highest score counting. */
    TILES
  }

  /** The order of the colour channels. */
  public enum Channels {
    RGB,
    BGR
  }

  /** The order of the tensor's axes. */
  public enum Layout {
    NCHW,
    NHWC
  }

  /** What a high number means. */
  public enum Direction {
    UNSAFE,
    SAFE
  }

  /** A picture and the range in which each category's raw number must lie. */
  public record SelfTest(String name, RasterImage image, Map<Category, Range> expect) {
    public SelfTest {
      expect = Map.copyOf(expect);
    }
  }

  /** An inclusive range. */
  public record Range(double low, double high) {
    public boolean holds(double value) {
      return value >= low && value <= high;
    }
  }

  @Override
  public int trials() {
    return selfTests.size();
  }

  /**
   * Reads a pack and compares every digest.
   *
   * @throws ConfigurationException naming file and field
   */
  public static GatePack read(GateFiles files) {
    return new GateManifest(files).pack();
  }
}

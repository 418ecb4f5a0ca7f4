package org.imprimatur.safety.gate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sha256;

/**
 * A classifier of pictures as its {@code gate.json} describes it, with the checked bytes of its
 * model. Nothing is guessed: a field that is missing refuses to load.
 *
 * @param register known likenesses, for a model that gives embeddings
 */
public record GatePack(
    DetectorId id,
    Bytes model,
    Input input,
    List<Output> outputs,
    Optional<Register> register,
    List<SelfTest> selfTests) {
  public GatePack {
    outputs = List.copyOf(outputs);
    selfTests = List.copyOf(selfTests);
  }

  /**
   * The pixels the model wants: each sample times {@code scale}, minus mean, divided by deviation.
   */
  public record Input(
      String name, int width, int height, Channels channels, Layout layout, Levels levels) {}

  /** Mean and deviation are in the order of the model's channels. */
  public record Levels(double scale, List<Double> mean, List<Double> std) {
    public Levels {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
    }
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

  /** One number of the model and the category it measures. */
  public record Output(String name, int index, Category category, Direction direction) {}

  /** What a high number means. */
  public enum Direction {
    UNSAFE,
    SAFE
  }

  /**
   * Known likenesses by name, as unit vectors.
   *
   * @param threshold the cosine likeness that the pack's maker holds for an even chance
   */
  public record Register(double threshold, SortedMap<String, List<Double>> identities) {}

  /** A picture and the range in which each category's raw value must lie. */
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

  /**
   * Reads a pack and compares every digest.
   *
   * @throws ConfigurationException naming file and field
   */
  public static GatePack read(GateFiles files) {
    return new GateManifest(files, "gate.json").pack();
  }

  /** The bytes of a file whose digest the manifest pins. */
  static Bytes pinned(GateFiles files, String name, String sha256) {
    byte[] bytes = files.read(name);
    String actual = Sha256.of(bytes).hex();
    if (!actual.equals(sha256)) {
      throw new ConfigurationException(
          "%s has the digest %s, but the manifest pins %s: install the original file again"
              .formatted(files.describe(name), actual, sha256));
    }
    return Bytes.of(bytes);
  }
}

package org.imprimatur.safety.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.ImageDetector;
import org.imprimatur.safety.gate.Frame;
import org.imprimatur.safety.gate.GatePack;
import org.imprimatur.safety.gate.GatePack.Output;
import org.imprimatur.safety.gate.Likeness;
import org.imprimatur.safety.gate.Pixels;

/**
 * A gate pack at work: the full frame and tiles in one batch, the highest score of each category. A
 * number that is no score makes the category unavailable. Thread-safe while open.
 */
public final class OnnxImageDetector implements ImageDetector, AutoCloseable {
  private static final double ROUNDING = 1e-3;

  private final GatePack pack;
  private final Pixels pixels;
  private final OnnxModel model;
  private final Likeness likeness;

  /**
   * Opens the pack's model and puts it to the pack's self-test.
   *
   * @throws ConfigurationException if the model does not fit the manifest or fails the self-test
   */
  public OnnxImageDetector(GatePack pack) {
    this.pack = pack;
    this.pixels = new Pixels(pack.input());
    this.likeness = new Likeness(pack.register());
    this.model = new OnnxModel(pack.id().toString(), pack.model());
    try {
      fits();
      pack.selfTests().forEach(this::passes);
    } catch (ConfigurationException e) {
      model.close();
      throw e;
    }
  }

  @Override
  public DetectorId id() {
    return pack.id();
  }

  @Override
  public Set<Category> measures() {
    return pack.outputs().stream().map(Output::category).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public List<Finding> examine(Subject subject) {
    List<Frame> frames = Frame.of(subject.image().size(), seen(), pack.coverage());
    Map<String, float[][]> rows = run(subject.image(), frames);
    List<Finding> findings = new ArrayList<>();
    for (Output output : pack.outputs()) {
      findings.add(finding(output, frames, rows.getOrDefault(output.name(), new float[0][])));
    }
    return withOrigin(findings, subject.origin());
  }

  @Override
  public void close() {
    model.close();
  }

  private Size seen() {
    return new Size(pack.input().width(), pack.input().height());
  }

  private Map<String, float[][]> run(RasterImage image, List<Frame> frames) {
    FloatBuffer batch =
        ByteBuffer.allocateDirect(Float.BYTES * pixels.length() * frames.size())
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (Frame frame : frames) {
      pixels.put(image, frame, batch);
    }
    Set<String> wanted =
        pack.outputs().stream().map(Output::name).collect(Collectors.toUnmodifiableSet());
    return model.run(pack.input().name(), batch.rewind(), shape(frames.size()), wanted);
  }

  private long[] shape(int frames) {
    int width = pack.input().width();
    int height = pack.input().height();
    return pack.input().layout() == GatePack.Layout.NCHW
        ? new long[] {frames, 3, height, width}
        : new long[] {frames, height, width, 3};
  }

  private Finding finding(Output output, List<Frame> frames, float[][] rows) {
    double highest = -1;
    String lookedAt = Frame.FULL;
    for (int i = 0; i < frames.size(); i++) {
      double score = likeness.score(value(output, rows[i]));
      if (!(score >= -ROUNDING && score <= 1 + ROUNDING)) {
        return new Finding.Unavailable(
            Origin.OUTPUT, output.category(), id(), "the model's number is no score");
      }
      double risk = output.direction() == GatePack.Direction.UNSAFE ? score : 1 - score;
      if (risk > highest) {
        highest = risk;
        lookedAt = frames.get(i).name();
      }
    }
    double bounded = Math.max(0, Math.min(1, highest));
    return new Finding.Measured(Origin.OUTPUT, output.category(), id(), bounded, lookedAt);
  }

  /** The raw number that an output gives: as it stands, or the highest likeness in the register. */
  private double value(Output output, float[] row) {
    return row.length > output.index() ? likeness.raw(row, output.index()) : Double.NaN;
  }

  private void fits() {
    if (!model.inputs().contains(pack.input().name())) {
      throw misfit("input.name", pack.input().name(), model.inputs());
    }
    for (Output output : pack.outputs()) {
      if (!model.outputs().contains(output.name())) {
        throw misfit("outputs[].name", output.name(), model.outputs());
      }
    }
  }

  private ConfigurationException misfit(String field, String name, Set<String> known) {
    return new ConfigurationException(
        "gate.json of %s: field '%s' says '%s', but the model has %s"
            .formatted(id(), field, name, known));
  }

  private void passes(GatePack.SelfTest test) {
    Frame whole = new Frame(Frame.FULL, 0, 0, test.image().width(), test.image().height());
    Map<String, float[][]> rows = run(test.image(), List.of(whole));
    for (Output output : pack.outputs()) {
      GatePack.Range range = test.expect().get(output.category());
      double value = value(output, rows.getOrDefault(output.name(), new float[1][0])[0]);
      if (range == null || !range.holds(value)) {
        throw new ConfigurationException(
            "%s fails its self-test %s: %s is %.4f, expected %s; the gate is not used"
                .formatted(id(), test.name(), output.category(), value, range));
      }
    }
  }

  private static List<Finding> withOrigin(List<Finding> findings, Origin origin) {
    return findings.stream().map(finding -> withOrigin(finding, origin)).toList();
  }

  private static Finding withOrigin(Finding finding, Origin origin) {
    if (finding instanceof Finding.Measured m) {
      return new Finding.Measured(origin, m.category(), m.detector(), m.score(), m.lookedAt());
    }
    if (finding instanceof Finding.Unavailable u) {
      return new Finding.Unavailable(origin, u.category(), u.detector(), u.why());
    }
    throw new IllegalStateException("a finding of an unknown kind");
  }
}

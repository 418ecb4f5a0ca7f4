package org.imprimatur.safety.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.RasterImage;
import org.imprimatur.safety.gate.Frame;
import org.imprimatur.safety.gate.GatePack;
import org.imprimatur.safety.gate.ModelFile;
import org.imprimatur.safety.gate.Numbers;
import org.imprimatur.safety.gate.Pixels;

/** A model with its preparation of pixels: pictures go in, numbers come out. Thread-safe. */
final class FrameModel implements AutoCloseable {
  private final GatePack.Input input;
  private final Set<String> wanted;
  private final Pixels pixels;
  private final OnnxModel model;

  /**
   * @throws ConfigurationException if the model cannot run or has no such inputs and outputs
   */
  FrameModel(ModelFile file, GatePack.Input input, Set<String> wanted) {
    this.input = input;
    this.wanted = wanted;
    this.pixels = new Pixels(input);
    this.model = new OnnxModel(file);
    try {
      fits("input.name", input.name(), model.inputs());
      wanted.forEach(name -> fits("outputs[].name", name, model.outputs()));
    } catch (ConfigurationException e) {
      model.close();
      throw e;
    }
  }

  private static void fits(String field, String name, Set<String> known) {
    if (!known.contains(name)) {
      throw new ConfigurationException(
          "gate.json: field '%s' says '%s', but the model has %s".formatted(field, name, known));
    }
  }

  /** The numbers of each frame, in one batch where the model takes batches. */
  List<Map<String, Numbers>> run(RasterImage image, List<Frame> frames) {
    if (model.takesBatches(input.name())) {
      return runBatch(image, frames);
    }
    List<Map<String, Numbers>> all = new ArrayList<>();
    for (Frame frame : frames) {
      all.addAll(runBatch(image, List.of(frame)));
    }
    return all;
  }

  private List<Map<String, Numbers>> runBatch(RasterImage image, List<Frame> frames) {
    FloatBuffer batch =
        ByteBuffer.allocateDirect(Float.BYTES * pixels.length() * frames.size())
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (Frame frame : frames) {
      pixels.put(image, frame, batch);
    }
    long[] shape =
        input.layout() == GatePack.Layout.NCHW
            ? new long[] {frames.size(), 3, input.height(), input.width()}
            : new long[] {frames.size(), input.height(), input.width(), 3};
    return model.run(input.name(), batch.rewind(), shape, wanted);
  }

  @Override
  public void close() {
    model.close();
  }
}

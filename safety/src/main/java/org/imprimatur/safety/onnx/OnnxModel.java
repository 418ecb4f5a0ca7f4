package org.imprimatur.safety.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.safety.gate.ModelFile;
import org.imprimatur.safety.gate.Numbers;

/** Owns one ONNX Runtime session. Thread-safe while open. */
final class OnnxModel implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /**
   * Opens a session on one thread.
   *
   * @throws ConfigurationException if the file is not a model that can run here
   */
  OnnxModel(ModelFile model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = open(model, options);
    } catch (OrtException e) {
      throw new ConfigurationException(
          model + " is not a model that ONNX Runtime can run: " + e.getMessage(), e);
    }
  }

  /** A file on disk is opened by its path, so that weights beside it are found. */
  private OrtSession open(ModelFile model, OrtSession.SessionOptions options) throws OrtException {
    Optional<java.nio.file.Path> path = model.files().path(model.name());
    return path.isPresent()
        ? environment.createSession(path.get().toString(), options)
        : environment.createSession(model.files().read(model.name()), options);
  }

  Set<String> inputs() {
    return session.getInputNames();
  }

  Set<String> outputs() {
    return session.getOutputNames();
  }

  /** How many frames one run takes: 1 where the model says so, else any number. */
  boolean takesBatches(String input) {
    try {
      NodeInfo described = session.getInputInfo().get(input);
      return described == null
          || !(described.getInfo() instanceof TensorInfo info)
          || info.getShape().length == 0
          || info.getShape()[0] != 1;
    } catch (OrtException e) {
      throw new IllegalStateException("the model does not describe its input", e);
    }
  }

  /**
   * Runs one batch of frames.
   *
   * @return for each frame the wanted outputs by name
   * @throws IllegalStateException if the model fails or an output has no part for each frame
   */
  List<Map<String, Numbers>> run(
      String input, FloatBuffer numbers, long[] shape, Set<String> wanted) {
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, numbers, shape);
        OrtSession.Result result = session.run(Map.of(input, tensor), wanted)) {
      List<Map<String, Numbers>> frames = new ArrayList<>();
      for (int i = 0; i < shape[0]; i++) {
        frames.add(new HashMap<>());
      }
      for (String name : wanted) {
        List<Numbers> parts = parts(name, result.get(name), (int) shape[0]);
        for (int i = 0; i < parts.size(); i++) {
          frames.get(i).put(name, parts.get(i));
        }
      }
      return frames;
    } catch (OrtException e) {
      throw new IllegalStateException("the model failed: " + e.getMessage(), e);
    }
  }

  /**
   * Runs one row of whole numbers for each input.
   *
   * @return the wanted output of the one row
   * @throws IllegalStateException if the model fails or the output has no part for the row
   */
  Numbers run(Map<String, long[]> rows, String wanted) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Map.Entry<String, long[]> row : rows.entrySet()) {
        long[][] batch = {row.getValue()};
        tensors.put(row.getKey(), OnnxTensor.createTensor(environment, batch));
      }
      try (OrtSession.Result result = session.run(tensors, Set.of(wanted))) {
        return parts(wanted, result.get(wanted), 1).get(0);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the model failed: " + e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static List<Numbers> parts(String name, Optional<OnnxValue> value, int count) {
    if (!(value.orElseThrow() instanceof OnnxTensor tensor)) {
      throw new IllegalStateException("output '" + name + "' is no tensor");
    }
    long[] shape = tensor.getInfo().getShape();
    FloatBuffer all = tensor.getFloatBuffer();
    if (all == null || shape.length == 0 || shape[0] != count) {
      throw new IllegalStateException(
          "output '%s' has the shape %s: no numbers for each of %d frames"
              .formatted(name, Arrays.toString(shape), count));
    }
    int[] rest = Arrays.stream(shape).skip(1).mapToInt(side -> (int) side).toArray();
    float[] part = new float[all.remaining() / count];
    List<Numbers> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.get(part);
      parts.add(Numbers.of(part, rest));
    }
    return parts;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the session could not be closed", e);
    }
  }
}

package org.imprimatur.safety.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.ConfigurationException;

/** Owns one ONNX Runtime session. Thread-safe while open. */
final class OnnxModel implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /**
   * Opens a session on one thread.
   *
   * @throws ConfigurationException if the bytes are not a model that can run here
   */
  OnnxModel(String name, Bytes model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(model.toByteArray(), options);
    } catch (OrtException e) {
      throw new ConfigurationException(
          name + " is not a model that ONNX Runtime can run: " + e.getMessage(), e);
    }
  }

  Set<String> inputs() {
    return session.getInputNames();
  }

  Set<String> outputs() {
    return session.getOutputNames();
  }

  /**
   * Runs one batch of numbers.
   *
   * @return for each named output a row of numbers for each element of the batch
   * @throws IllegalStateException if the model fails or an output is not rows of numbers
   */
  Map<String, float[][]> run(String input, FloatBuffer numbers, long[] shape, Set<String> wanted) {
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, numbers, shape);
        OrtSession.Result result = session.run(Map.of(input, tensor), wanted)) {
      Map<String, float[][]> rows = new HashMap<>();
      for (String name : wanted) {
        rows.put(name, rows(name, result.get(name), (int) shape[0]));
      }
      return rows;
    } catch (OrtException e) {
      throw new IllegalStateException("the model failed: " + e.getMessage(), e);
    }
  }

  private static float[][] rows(String name, Optional<OnnxValue> value, int count)
      throws OrtException {
    Object numbers = value.orElseThrow().getValue();
    if (numbers instanceof float[][] rows && rows.length == count) {
      return rows;
    }
    if (numbers instanceof float[] single && single.length == count) {
      float[][] rows = new float[count][];
      for (int i = 0; i < count; i++) {
        rows[i] = new float[] {single[i]};
      }
      return rows;
    }
    throw new IllegalStateException(
        "output '" + name + "' is not one row of numbers for each picture");
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

package org.imprimatur.generator.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.imprimatur.generator.model.ElementType;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.model.TensorSpec;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;

/**
 * The memory of runs whose inputs have the same shapes, one after another: numbers in single
 * precision go in and come out through the same places outside the heap each time. The places for
 * outputs are made once a first run has shown their shapes, which follow from those of the inputs.
 * One thread at a time.
 */
final class Workspace implements AutoCloseable {
  private final OrtEnvironment environment;
  private final GraphContract contract;
  private final Map<String, Place> inputs = new HashMap<>();
  private final Map<String, Place> outputs = new HashMap<>();

  /** An output where it lies. */
  @SuppressWarnings("ArrayRecordComponent") // lives until the next run
  record View(FloatBuffer numbers, long[] shape) {
    /** A tensor of its own with the same numbers. */
    Tensor tensor() {
      if (numbers.hasArray()) {
        return Tensor.floats(numbers.array(), shape);
      }
      float[] copy = new float[numbers.remaining()];
      numbers.get(0, copy);
      return Tensor.floats(copy, shape);
    }
  }

  private record Place(FloatBuffer numbers, OnnxTensor tensor) {}

  Workspace(OrtEnvironment environment, GraphContract contract) {
    this.environment = environment;
    this.contract = contract;
  }

  /** How much memory is kept from run to run. */
  long bytes() {
    long numbers = 0;
    for (Map<String, Place> places : List.of(inputs, outputs)) {
      for (Place place : places.values()) {
        numbers += place.numbers.capacity();
      }
    }
    return numbers * Float.BYTES;
  }

  /** Runs {@code session}; the outputs are to be read before the next run. */
  Map<String, View> run(
      OrtSession session, Tensors fed, Set<String> wanted, OrtSession.RunOptions options)
      throws OrtException {
    List<OnnxTensor> passing = new ArrayList<>();
    try {
      Map<String, OnnxTensor> taken = new HashMap<>();
      for (Map.Entry<String, Tensor> input : fed.byName().entrySet()) {
        taken.put(input.getKey(), take(input.getKey(), input.getValue(), passing));
      }
      if (outputs.keySet().equals(wanted)) {
        session.run(taken, Set.of(), tensors(), options).close();
        return views();
      }
      try (OrtSession.Result result = session.run(taken, wanted, options)) {
        return read(result, wanted);
      }
    } finally {
      passing.forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() {
    inputs.values().forEach(place -> place.tensor.close());
    outputs.values().forEach(place -> place.tensor.close());
  }

  private OnnxTensor take(String name, Tensor tensor, List<OnnxTensor> passing)
      throws OrtException {
    TensorSpec spec =
        contract.input(name).orElseThrow(() -> new IllegalArgumentException("no input " + name));
    if (spec.type() != ElementType.FLOAT32 || !tensor.isFloating() || tensor.kept().isPresent()) {
      OnnxTensor made = Conversions.toRuntime(environment, tensor, spec);
      passing.add(made);
      return made;
    }
    Place place = inputs.get(name);
    if (place == null) {
      place = place(tensor.shape());
      inputs.put(name, place);
    }
    place.numbers.put(0, tensor.floats());
    return place.tensor;
  }

  private Map<String, View> read(OrtSession.Result result, Set<String> wanted) throws OrtException {
    Map<String, View> read = new LinkedHashMap<>();
    for (String name : wanted) {
      OnnxTensor value = (OnnxTensor) result.get(name).orElseThrow();
      long[] shape = value.getInfo().getShape();
      read.put(name, new View(FloatBuffer.wrap(Conversions.fromRuntime(value)), shape));
      if (value.getInfo().type == OnnxJavaType.FLOAT) {
        outputs.put(name, place(shape));
      }
    }
    return read;
  }

  private Map<String, View> views() {
    Map<String, View> views = new HashMap<>();
    outputs.forEach(
        (name, place) ->
            views.put(
                name, new View(place.numbers.duplicate(), place.tensor.getInfo().getShape())));
    return views;
  }

  private Map<String, OnnxTensor> tensors() {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    outputs.forEach((name, place) -> tensors.put(name, place.tensor));
    return tensors;
  }

  private Place place(long[] shape) throws OrtException {
    int count = 1;
    for (long side : shape) {
      count = Math.multiplyExact(count, Math.toIntExact(side));
    }
    FloatBuffer numbers =
        ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    return new Place(numbers, OnnxTensor.createTensor(environment, numbers, shape));
  }
}

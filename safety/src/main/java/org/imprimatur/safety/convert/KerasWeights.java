package org.imprimatur.safety.convert;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.safety.gate.GateFiles;
import org.imprimatur.safety.gate.JsonFields;

/**
 * The weights of a TensorFlow.js layers model: 32-bit floats, or whole numbers of one or two bytes
 * with a scale and a lowest value.
 */
final class KerasWeights {
  private final Map<String, Weight> byName = new HashMap<>();
  private final String file;

  /** An array with its shape. */
  static final class Weight {
    private final float[] values;
    private final List<Integer> shape;

    private Weight(float[] values, List<Integer> shape) {
      this.values = values;
      this.shape = shape;
    }

    /** The array itself; not to be changed. */
    float[] values() {
      return values;
    }

    int side(int axis) {
      return shape.get(axis);
    }
  }

  KerasWeights(String file, JsonFields model, GateFiles files) {
    this.file = file;
    for (JsonFields group : model.objects("weightsManifest")) {
      ByteArrayOutputStream shards = new ByteArrayOutputStream();
      group.texts("paths").forEach(path -> shards.writeBytes(files.read(path)));
      ByteBuffer bytes = ByteBuffer.wrap(shards.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
      for (JsonFields weight : group.objects("weights")) {
        byName.put(weight.text("name"), read(weight, bytes));
      }
      if (bytes.hasRemaining()) {
        throw group.error("paths", "hold " + bytes.remaining() + " bytes too many");
      }
    }
  }

  /** The weight {@code name} of a layer, or none where the layer has no such weight. */
  Optional<Weight> find(String layer, String name) {
    return Optional.ofNullable(byName.get(layer + "/" + name));
  }

  Weight get(String layer, String name) {
    return find(layer, name)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "%s: layer '%s' has no weight '%s'; its publisher's files are incomplete"
                        .formatted(file, layer, name)));
  }

  private static Weight read(JsonFields weight, ByteBuffer bytes) {
    List<Integer> shape = new ArrayList<>();
    long length = 1;
    for (double side : weight.numbers("shape")) {
      shape.add((int) side);
      length *= (long) side;
    }
    if (!weight.text("dtype").equals("float32")) {
      throw weight.error("dtype", "must be float32");
    }
    Optional<JsonFields> packed = weight.optionalObject("quantization");
    int size = packed.map(KerasWeights::bytesOf).orElse(Float.BYTES);
    if (length * size > bytes.remaining()) {
      throw weight.error("shape", "needs more bytes than the shards hold");
    }
    double scale = packed.map(it -> it.number("scale")).orElse(1.0);
    double lowest = packed.map(it -> it.number("min")).orElse(0.0);
    float[] values = new float[(int) length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (size) {
            case 1 -> (float) ((bytes.get() & 0xff) * scale + lowest);
            case 2 -> (float) ((bytes.getShort() & 0xffff) * scale + lowest);
            default -> bytes.getFloat();
          };
    }
    return new Weight(values, shape);
  }

  private static int bytesOf(JsonFields packed) {
    return switch (packed.text("dtype")) {
      case "uint8" -> 1;
      case "uint16" -> 2;
      default -> throw packed.error("dtype", "must be uint8 or uint16");
    };
  }
}

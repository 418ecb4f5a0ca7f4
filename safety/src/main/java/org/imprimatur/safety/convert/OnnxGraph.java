package org.imprimatur.safety.convert;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** An ONNX model that grows node by node. For one thread. */
final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final ProtobufWriter graph = new ProtobufWriter();
  private int count;

  /** A value in the graph: an input, a weight or what a node gives. */
  record Value(String name) {}

  /** An input or output; -1 stands for the size of the batch. */
  Value input(String name, long... shape) {
    graph.message(11, described(name, shape));
    return new Value(name);
  }

  void output(Value value, long... shape) {
    graph.message(12, described(value.name(), shape));
  }

  Value weights(float[] values, long... shape) {
    ByteBuffer raw =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return initializer(FLOAT, raw.array(), shape);
  }

  Value integers(long... values) {
    ByteBuffer raw = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return initializer(INT64, raw.array(), values.length);
  }

  /**
   * Adds a node.
   *
   * @param attributes whole numbers, lists of them, floats or texts, by name
   */
  Value node(String operator, List<Value> inputs, Map<String, Object> attributes) {
    String name = "v" + count++;
    return node(operator, name, inputs, attributes);
  }

  /** Adds a node whose value has that name. */
  Value node(String operator, String name, List<Value> inputs, Map<String, Object> attributes) {
    ProtobufWriter node = new ProtobufWriter();
    inputs.forEach(input -> node.text(1, input.name()));
    node.text(2, name).text(4, operator);
    attributes.forEach((key, value) -> node.message(5, attribute(key, value)));
    graph.message(1, node);
    return new Value(name);
  }

  byte[] toByteArray() {
    graph.text(2, "converted");
    return new ProtobufWriter()
        .number(1, IR_VERSION)
        .text(2, "imprimatur")
        .message(7, graph)
        .message(8, new ProtobufWriter().text(1, "").number(2, OPSET))
        .toByteArray();
  }

  private Value initializer(int kind, byte[] raw, long... shape) {
    String name = "w" + count++;
    ProtobufWriter tensor = new ProtobufWriter();
    for (long side : shape) {
      tensor.number(1, side);
    }
    graph.message(5, tensor.number(2, kind).text(8, name).bytes(9, raw));
    return new Value(name);
  }

  private static ProtobufWriter described(String name, long[] shape) {
    ProtobufWriter dimensions = new ProtobufWriter();
    for (long side : shape) {
      ProtobufWriter dimension = new ProtobufWriter();
      dimensions.message(1, side < 0 ? dimension.text(2, "batch") : dimension.number(1, side));
    }
    ProtobufWriter tensor = new ProtobufWriter().number(1, FLOAT).message(2, dimensions);
    return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
  }

  private static ProtobufWriter attribute(String name, Object value) {
    ProtobufWriter attribute = new ProtobufWriter().text(1, name);
    if (value instanceof Float number) {
      return attribute.decimal(2, number).number(20, 1);
    }
    if (value instanceof Long number) {
      return attribute.number(3, number).number(20, 2);
    }
    if (value instanceof String text) {
      return attribute.text(4, text).number(20, 3);
    }
    if (value instanceof long[] numbers) {
      for (long number : numbers) {
        attribute.number(8, number);
      }
      return attribute.number(20, 7);
    }
    throw new IllegalArgumentException("no such attribute: " + value.getClass());
  }
}

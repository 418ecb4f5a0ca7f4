package org.imprimatur.safety.convert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.imprimatur.safety.convert.KerasWeights.Weight;
import org.imprimatur.safety.convert.OnnxGraph.Value;
import org.imprimatur.safety.gate.GateFiles;
import org.imprimatur.safety.gate.JsonFields;

/**
 * Makes ONNX of a convolutional classifier in the layers format of TensorFlow.js, in which nsfwjs
 * is published. A layer or a setting that is not known is an error.
 */
public final class KerasLayers {
  /** The input of every converted model. */
  public static final String INPUT = "pixels";

  /** The output of every converted model. */
  public static final String OUTPUT = "scores";

  private final OnnxGraph graph = new OnnxGraph();
  private final Map<String, Value> values = new HashMap<>();
  private final KerasWeights weights;
  private final List<JsonFields> layers;
  private List<Long> inputShape = List.of();
  private long classes;

  /**
   * A converted model.
   *
   * @param onnx the file
   * @param classes how many numbers it gives
   */
  public record Converted(org.imprimatur.api.Bytes onnx, int width, int height, long classes) {}

  /**
   * Converts a folder with {@code model.json} and its shards.
   *
   * @throws org.imprimatur.api.ConfigurationException naming the layer that cannot be converted
   */
  public static Converted convert(GateFiles files) {
    JsonFields model = JsonFields.parse(files.describe("model.json"), files.read("model.json"));
    return new KerasLayers(files, model).convert();
  }

  private KerasLayers(GateFiles files, JsonFields model) {
    JsonFields topology = model.object("modelTopology");
    JsonFields config = topology.object("model_config").object("config");
    this.layers = config.objects("layers");
    this.weights = new KerasWeights(files.describe("model.json"), model, files);
  }

  private Converted convert() {
    Value last = new Value(INPUT);
    for (JsonFields layer : layers) {
      last = add(layer);
      values.put(layer.text("name"), last);
    }
    graph.node("Identity", OUTPUT, List.of(last), Map.of());
    graph.output(new Value(OUTPUT), -1, classes);
    return new Converted(
        org.imprimatur.api.Bytes.of(graph.toByteArray()),
        inputShape.get(1).intValue(),
        inputShape.get(0).intValue(),
        classes);
  }

  private Value add(JsonFields layer) {
    JsonFields config = layer.object("config");
    String name = layer.text("name");
    return switch (layer.text("class_name")) {
      case "InputLayer" -> input(config);
      case "ZeroPadding2D" -> pad(config, source(layer));
      case "Conv2D" -> activated(config, convolution(config, name, source(layer)));
      case "DepthwiseConv2D" -> activated(config, depthwise(config, name, source(layer)));
      case "BatchNormalization" -> normalization(config, name, source(layer));
      case "ReLU" -> relu(config, source(layer));
      case "Activation" -> activated(config, source(layer));
      case "Add" -> sum(layer);
      case "AveragePooling2D" -> pooling(config, source(layer));
      case "GlobalAveragePooling2D" -> flat(node("GlobalAveragePool", source(layer)));
      case "Flatten" -> flat(source(layer));
      case "Dense" -> activated(config, dense(config, name, source(layer)));
      case "Dropout" -> source(layer);
      default ->
          throw layer.error("class_name", "is no layer that can be converted, in layer " + name);
    };
  }

  /** Pictures come with the channels last; inside they go first. */
  private Value input(JsonFields config) {
    List<Long> shape = new ArrayList<>();
    for (String side : config.wholeOrNull("batch_input_shape")) {
      shape.add(side.isEmpty() ? -1 : Long.parseLong(side));
    }
    if (shape.size() != 4 || shape.get(3) != 3 || shape.get(1) < 1 || shape.get(2) < 1) {
      throw config.error("batch_input_shape", "must be null, height, width, 3");
    }
    inputShape = shape.subList(1, 3);
    Value pixels = graph.input(INPUT, -1, shape.get(1), shape.get(2), 3);
    return graph.node("Transpose", List.of(pixels), Map.of("perm", new long[] {0, 3, 1, 2}));
  }

  private Value pad(JsonFields config, Value from) {
    channelsLast(config);
    List<List<Double>> padding = config.lists("padding");
    long top = padding.get(0).get(0).longValue();
    long bottom = padding.get(0).get(1).longValue();
    long left = padding.get(1).get(0).longValue();
    long right = padding.get(1).get(1).longValue();
    Value pads = graph.integers(0, 0, top, left, 0, 0, bottom, right);
    return graph.node("Pad", List.of(from, pads), Map.of());
  }

  private Value convolution(JsonFields config, String name, Value from) {
    Weight kernel = weights.get(name, "kernel");
    int[] sides = {kernel.side(0), kernel.side(1), kernel.side(2), kernel.side(3)};
    float[] turned = new float[kernel.values().length];
    int at = 0;
    for (int y = 0; y < sides[0]; y++) {
      for (int x = 0; x < sides[1]; x++) {
        for (int in = 0; in < sides[2]; in++) {
          for (int out = 0; out < sides[3]; out++) {
            turned[((out * sides[2] + in) * sides[0] + y) * sides[1] + x] = kernel.values()[at++];
          }
        }
      }
    }
    Value weight = graph.weights(turned, sides[3], sides[2], sides[0], sides[1]);
    return convolved(config, name, List.of(from, weight), 1);
  }

  private Value depthwise(JsonFields config, String name, Value from) {
    Weight kernel = weights.get(name, "depthwise_kernel");
    int height = kernel.side(0);
    int width = kernel.side(1);
    int channels = kernel.side(2) * kernel.side(3);
    float[] turned = new float[kernel.values().length];
    for (int i = 0; i < turned.length; i++) {
      int channel = i % channels;
      int place = i / channels;
      turned[channel * height * width + place] = kernel.values()[i];
    }
    Value weight = graph.weights(turned, channels, 1, height, width);
    return convolved(config, name, List.of(from, weight), kernel.side(2));
  }

  private Value convolved(JsonFields config, String name, List<Value> parts, long groups) {
    channelsLast(config);
    List<Value> inputs = new ArrayList<>(parts);
    weights
        .find(name, "bias")
        .ifPresent(bias -> inputs.add(graph.weights(bias.values(), bias.side(0))));
    return graph.node(
        "Conv",
        inputs,
        Map.of(
            "auto_pad", border(config),
            "strides", pair(config, "strides"),
            "dilations", pair(config, "dilation_rate"),
            "group", groups));
  }

  private Value normalization(JsonFields config, String name, Value from) {
    Weight mean = weights.get(name, "moving_mean");
    int channels = mean.side(0);
    float[] ones = new float[channels];
    java.util.Arrays.fill(ones, 1);
    float[] scale = weights.find(name, "gamma").map(Weight::values).orElse(ones);
    float[] shift = weights.find(name, "beta").map(Weight::values).orElse(new float[channels]);
    return graph.node(
        "BatchNormalization",
        List.of(
            from,
            graph.weights(scale, channels),
            graph.weights(shift, channels),
            graph.weights(mean.values(), channels),
            graph.weights(weights.get(name, "moving_variance").values(), channels)),
        Map.of("epsilon", (float) config.number("epsilon")));
  }

  private Value relu(JsonFields config, Value from) {
    for (String setting : List.of("negative_slope", "threshold")) {
      if (!config.isNull(setting) && config.number(setting) != 0) {
        throw config.error(setting, "must be 0");
      }
    }
    return config.isNull("max_value")
        ? node("Relu", from)
        : clipped(from, (float) config.number("max_value"));
  }

  private Value clipped(Value from, float most) {
    Value zero = graph.weights(new float[] {0});
    return graph.node("Clip", List.of(from, zero, graph.weights(new float[] {most})), Map.of());
  }

  private Value sum(JsonFields layer) {
    List<Value> parts = sources(layer);
    Value sum = parts.get(0);
    for (Value part : parts.subList(1, parts.size())) {
      sum = graph.node("Add", List.of(sum, part), Map.of());
    }
    return sum;
  }

  private Value pooling(JsonFields config, Value from) {
    channelsLast(config);
    return graph.node(
        "AveragePool",
        List.of(from),
        Map.of(
            "auto_pad", border(config),
            "kernel_shape", pair(config, "pool_size"),
            "strides", pair(config, "strides")));
  }

  /** One row of numbers, in the order with the channels last. */
  private Value flat(Value from) {
    Value last = graph.node("Transpose", List.of(from), Map.of("perm", new long[] {0, 2, 3, 1}));
    return graph.node("Flatten", List.of(last), Map.of("axis", 1L));
  }

  private Value dense(JsonFields config, String name, Value from) {
    Weight kernel = weights.get(name, "kernel");
    classes = kernel.side(1);
    Value weight = graph.weights(kernel.values(), kernel.side(0), kernel.side(1));
    Value product = graph.node("MatMul", List.of(from, weight), Map.of());
    if (!config.flag("use_bias")) {
      return product;
    }
    Value bias = graph.weights(weights.get(name, "bias").values(), kernel.side(1));
    return graph.node("Add", List.of(product, bias), Map.of());
  }

  private Value activated(JsonFields config, Value from) {
    return switch (config.text("activation")) {
      case "linear" -> from;
      case "relu" -> node("Relu", from);
      case "relu6" -> clipped(from, 6);
      case "sigmoid" -> node("Sigmoid", from);
      case "softmax" -> graph.node("Softmax", List.of(from), Map.of("axis", -1L));
      default -> throw config.error("activation", "cannot be converted");
    };
  }

  private Value node(String operator, Value from) {
    return graph.node(operator, List.of(from), Map.of());
  }

  private Value source(JsonFields layer) {
    List<Value> all = sources(layer);
    if (all.size() != 1) {
      throw layer.error("inbound_nodes", "must name one layer");
    }
    return all.get(0);
  }

  private List<Value> sources(JsonFields layer) {
    List<Value> all = new ArrayList<>();
    for (String name : layer.firstTexts("inbound_nodes")) {
      Value value = values.get(name);
      if (value == null) {
        throw layer.error("inbound_nodes", "name a layer that does not come before: " + name);
      }
      all.add(value);
    }
    return all;
  }

  private static String border(JsonFields config) {
    return switch (config.text("padding")) {
      case "same" -> "SAME_UPPER";
      case "valid" -> "VALID";
      default -> throw config.error("padding", "must be same or valid");
    };
  }

  private static long[] pair(JsonFields config, String name) {
    return config.numbers(name).stream().mapToLong(Double::longValue).toArray();
  }

  private static void channelsLast(JsonFields config) {
    if (!config.text("data_format").equals("channels_last")) {
      throw config.error("data_format", "must be channels_last");
    }
  }
}

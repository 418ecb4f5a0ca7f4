package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.safety.convert.KerasLayers;
import org.imprimatur.safety.gate.GateFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprimatur models convert}: makes an ONNX gate of a TensorFlow.js layers model. */
@Command(
    name = "convert",
    description =
        "Makes model.onnx and a gate.json without self-test of a classifier in the TensorFlow.js"
            + " layers format, in which nsfwjs is published.",
    mixinStandardHelpOptions = true)
final class ModelsConvertCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder with model.json.")
  private Path from = Path.of("");

  @Parameters(index = "1", paramLabel = "OUT", description = "A new folder.")
  private Path out = Path.of("");

  @Option(names = "--name", required = true, description = "What the gate is to be called.")
  private String name = "";

  @Option(names = "--licence", required = true, description = "The model's licence.")
  private String licence = "";

  @Option(
      names = "--label",
      required = true,
      description =
          "CLASS=CATEGORY or CLASS=ignored, once for each class in the model's own order; what"
              + " counts is unsafe.")
  private Map<String, String> labels = Map.of();

  ModelsConvertCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws IOException {
    KerasLayers.Converted converted = KerasLayers.convert(GateFiles.folder(from));
    if (converted.classes() != labels.size()) {
      throw new ConfigurationException(
          "the model has %d classes, but %d labels are given: name each, in the model's order"
              .formatted(converted.classes(), labels.size()));
    }
    if (Files.exists(out)) {
      throw new ConfigurationException(out + " exists already: name a new folder");
    }
    Files.createDirectories(out);
    byte[] onnx = converted.onnx().toByteArray();
    Files.write(out.resolve("model.onnx"), onnx);
    Files.writeString(out.resolve("gate.json"), Json.pretty(manifest(converted, onnx)) + "\n");
    Console console = workplace.console();
    console.result("Converted  %s, %d bytes".formatted(out.resolve("model.onnx"), onnx.length));
    console.result("  sha256   " + Sha256.of(onnx).hex());
    console.note("add self-tests to gate.json before installing it: see docs/models.md");
    return ExitCode.DONE;
  }

  private ObjectNode manifest(KerasLayers.Converted converted, byte[] onnx) {
    ObjectNode root = Json.object();
    root.put("name", name).put("version", "1").put("licence", licence);
    root.put("file", "model.onnx").put("sha256", Sha256.of(onnx).hex());
    ObjectNode input = root.putObject("input");
    input.put("name", KerasLayers.INPUT);
    input.put("width", converted.width()).put("height", converted.height());
    input.put("channels", "RGB").put("layout", "NHWC").put("scale", 1 / 255.0);
    input.putArray("mean").add(0).add(0).add(0);
    input.putArray("std").add(1).add(1).add(1);
    input.put("resample", "bilinear");
    ObjectNode classes = root.putObject("classes");
    classes.put("output", KerasLayers.OUTPUT).put("activation", "probabilities");
    ArrayNode order = classes.putArray("order");
    ObjectNode mapping = root.putObject("labels");
    labels.forEach(
        (label, category) -> {
          order.add(label);
          if (category.equals("ignored")) {
            mapping.put(label, category);
          } else {
            mapping.putObject(label).put("category", category).put("direction", "unsafe");
          }
        });
    root.putArray("selfTest");
    return root;
  }
}

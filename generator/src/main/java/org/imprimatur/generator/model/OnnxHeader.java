package org.imprimatur.generator.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.imprimatur.api.ConfigurationException;

/**
 * Reads the contract of an ONNX file (onnx.proto3, messages ModelProto to TensorProto) without the
 * runtime, so that a folder can be judged, and its external-data paths checked, before anything is
 * opened.
 */
final class OnnxHeader {
  private static final int MAX_DEPTH = 32;

  private final ProtobufReader reader;
  private final Map<String, TensorSpec> inputs = new LinkedHashMap<>();
  private final Map<String, TensorSpec> outputs = new LinkedHashMap<>();
  private final Set<String> initializers = new LinkedHashSet<>();
  private final Set<String> externalFiles = new LinkedHashSet<>();

  private OnnxHeader(ProtobufReader reader) {
    this.reader = reader;
  }

  /**
   * Reads {@code file}.
   *
   * @throws ConfigurationException if it is missing or no ONNX file
   */
  static GraphContract read(Path file) {
    try (ProtobufReader reader = new ProtobufReader(file)) {
      OnnxHeader header = new OnnxHeader(reader);
      header.model();
      return header.contract(file);
    } catch (IOException e) {
      throw new ConfigurationException(
          file + ": is missing or no ONNX file (" + e.getMessage() + "); export the model again",
          e);
    }
  }

  private GraphContract contract(Path file) {
    if (outputs.isEmpty()) {
      throw new ConfigurationException(file + ": is no ONNX file; export the model again");
    }
    initializers.forEach(inputs::remove);
    return new GraphContract(
        file,
        List.copyOf(inputs.values()),
        List.copyOf(outputs.values()),
        List.copyOf(externalFiles));
  }

  private void model() throws IOException {
    while (reader.position() < reader.size()) {
      int field = reader.nextField();
      if (field == 7) {
        graph(reader.enter(), 0);
      } else if (field == 25) {
        function(reader.enter());
      } else {
        reader.skip();
      }
    }
  }

  private void graph(long end, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("graphs nested deeper than " + MAX_DEPTH);
    }
    while (reader.position() < end) {
      int field = reader.nextField();
      if (field == 1) {
        node(reader.enter(), depth);
      } else if (field == 5) {
        initializers.add(tensor(reader.enter()));
      } else if (field == 15) {
        sparseTensor(reader.enter());
      } else if (depth == 0 && field == 11) {
        value(reader.enter(), inputs);
      } else if (depth == 0 && field == 12) {
        value(reader.enter(), outputs);
      } else {
        reader.skip();
      }
    }
  }

  private void function(long end) throws IOException {
    while (reader.position() < end) {
      if (reader.nextField() == 7) {
        node(reader.enter(), 1);
      } else {
        reader.skip();
      }
    }
  }

  private void node(long end, int depth) throws IOException {
    while (reader.position() < end) {
      if (reader.nextField() == 5) {
        attribute(reader.enter(), depth);
      } else {
        reader.skip();
      }
    }
  }

  private void attribute(long end, int depth) throws IOException {
    while (reader.position() < end) {
      int field = reader.nextField();
      if (field == 5 || field == 10) {
        tensor(reader.enter());
      } else if (field == 6 || field == 11) {
        graph(reader.enter(), depth + 1);
      } else if (field == 22 || field == 23) {
        sparseTensor(reader.enter());
      } else {
        reader.skip();
      }
    }
  }

  private void sparseTensor(long end) throws IOException {
    while (reader.position() < end) {
      int field = reader.nextField();
      if (field == 1 || field == 2) {
        initializers.add(tensor(reader.enter()));
      } else {
        reader.skip();
      }
    }
  }

  private String tensor(long end) throws IOException {
    String name = "";
    while (reader.position() < end) {
      int field = reader.nextField();
      if (field == 8) {
        name = reader.text();
      } else if (field == 13) {
        externalEntry(reader.enter());
      } else {
        reader.skip();
      }
    }
    return name;
  }

  private void externalEntry(long end) throws IOException {
    String key = "";
    String value = "";
    while (reader.position() < end) {
      int field = reader.nextField();
      if (field == 1) {
        key = reader.text();
      } else if (field == 2) {
        value = reader.text();
      } else {
        reader.skip();
      }
    }
    if (key.equals("location")) {
      externalFiles.add(value);
    }
  }

  private void value(long end, Map<String, TensorSpec> into) throws IOException {
    String name = "";
    ElementType type = ElementType.OTHER;
    List<Long> sides = new ArrayList<>();
    while (reader.position() < end) {
      int field = reader.nextField();
      if (field == 1) {
        name = reader.text();
      } else if (field == 2) {
        type = tensorType(reader.enter(), sides);
      } else {
        reader.skip();
      }
    }
    into.put(name, new TensorSpec(name, type, sides));
  }

  private ElementType tensorType(long end, List<Long> sides) throws IOException {
    ElementType type = ElementType.OTHER;
    while (reader.position() < end) {
      if (reader.nextField() != 1) {
        reader.skip();
        continue;
      }
      long inner = reader.enter();
      while (reader.position() < inner) {
        int field = reader.nextField();
        if (field == 1) {
          type = ElementType.ofCode(reader.varint());
        } else if (field == 2) {
          shape(reader.enter(), sides);
        } else {
          reader.skip();
        }
      }
    }
    return type;
  }

  private void shape(long end, List<Long> sides) throws IOException {
    while (reader.position() < end) {
      if (reader.nextField() != 1) {
        reader.skip();
        continue;
      }
      long inner = reader.enter();
      long side = TensorSpec.FREE;
      while (reader.position() < inner) {
        if (reader.nextField() == 1) {
          side = reader.varint();
        } else {
          reader.skip();
        }
      }
      sides.add(side);
    }
  }
}

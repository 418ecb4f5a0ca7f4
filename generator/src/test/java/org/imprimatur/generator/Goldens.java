package org.imprimatur.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Numbers that torch, transformers and diffusers gave; see training/tiny/oracle.py. */
public final class Goldens {
  private static final Path RESOURCES = Path.of("src", "test", "resources");

  private Goldens() {}

  /** A tiny model folder; written by training/tiny/make.py. */
  public static Path model(String family) {
    return RESOURCES.resolve("models").resolve(family);
  }

  public static List<JsonNode> cases(String file) {
    List<JsonNode> cases = new ArrayList<>();
    read(RESOURCES.resolve("goldens").resolve(file)).get("cases").forEach(cases::add);
    return cases;
  }

  public static JsonNode read(Path file) {
    try {
      return new JsonMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).doubleValue();
    }
    return values;
  }
}

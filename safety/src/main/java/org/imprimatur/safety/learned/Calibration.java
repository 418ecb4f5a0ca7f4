package org.imprimatur.safety.learned;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;

/**
 * What the classifier's outputs mean. The first output is the log-odds of any harm, made a chance
 * by Platt's slope and shift; the others share it among the categories, the likeliest gets it all.
 */
record Calibration(String version, List<Category> categories, double slope, double shift) {
  private static final String FOLDER = "/org/imprimatur/safety/classifier/";

  Calibration {
    categories = List.copyOf(categories);
  }

  /** The one in the jar. */
  static Calibration builtIn() {
    try {
      JsonNode json = new ObjectMapper().readTree(resource("text-classifier.json"));
      List<Category> categories = new ArrayList<>();
      json.required("categories").forEach(id -> categories.add(new Category(id.textValue())));
      return new Calibration(
          json.required("version").textValue(),
          categories,
          json.required("slope").doubleValue(),
          json.required("shift").doubleValue());
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException("text-classifier.json cannot be read: build it again", e);
    }
  }

  /**
   * The model in the jar.
   *
   * @throws ConfigurationException if it does not have {@code outputs} outputs
   */
  static TextModel model(int outputs) {
    TextModel model = new TextModel("text-classifier.bin", resource("text-classifier.bin"));
    if (model.outputs() != outputs) {
      throw new ConfigurationException(
          "text-classifier.bin has %d outputs, text-classifier.json names %d: keep them together"
              .formatted(model.outputs(), outputs));
    }
    return model;
  }

  /** The score (0 to 1) of each category. */
  double[] chances(float[] outputs) {
    double harm = chance(slope * outputs[0] + shift);
    double[] chances = new double[categories.size()];
    double likeliest = 0;
    for (int i = 0; i < chances.length; i++) {
      chances[i] = chance(outputs[i + 1]);
      likeliest = Math.max(likeliest, chances[i]);
    }
    for (int i = 0; i < chances.length; i++) {
      chances[i] = likeliest > 0 ? harm * chances[i] / likeliest : harm;
    }
    return chances;
  }

  private static double chance(double odds) {
    return 1 / (1 + Math.exp(-odds));
  }

  private static byte[] resource(String name) {
    try (InputStream in = Calibration.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new ConfigurationException(
            name + " is not in the jar: build the safety module again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ConfigurationException(name + " in the jar cannot be read: build it again", e);
    }
  }
}

package org.imprimatur.generator.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.api.spi.ImageGenerator;
import org.imprimatur.generator.DiffusionGenerator;
import org.imprimatur.generator.GeneratorSettings;
import org.imprimatur.generator.Goldens;
import org.junit.jupiter.api.Test;

/**
 * Draws prompts of {@code metrics.json} with the committed starter model and has the committed
 * judge name what it sees, so that the published figures cannot part from the files.
 */
class StarterMetricsTest {
  private static final Path STARTER = Path.of("models", "starter");
  private static final int SIDE = 128;

  @Test
  void theStarterDrawsWhatItsMetricsSay() throws OrtException {
    JsonNode recheck = Goldens.read(STARTER.resolve("metrics.json")).path("recheck");
    int asked = 0;
    int seen = 0;
    try (ImageGenerator starter = DiffusionGenerator.load(STARTER, GeneratorSettings.onCpu());
        Judge judge = new Judge()) {
      long seed = 1;
      for (JsonNode one : recheck.path("prompts")) {
        Map<String, Integer> answers =
            judge.answers(draw(starter, one.path("prompt").asText(), seed++));
        for (Map.Entry<String, JsonNode> label : one.path("labels").properties()) {
          asked++;
          seen += label.getValue().asInt() == answers.getOrDefault(label.getKey(), -1) ? 1 : 0;
        }
      }
    }

    assertThat(asked).isGreaterThan(100);
    assertThat(seen / (double) asked).isGreaterThanOrEqualTo(recheck.path("atLeast").asDouble());
  }

  private static RasterImage draw(ImageGenerator starter, String prompt, long seed) {
    GenerationCommand command =
        new GenerationCommand(
            Prompt.of(prompt),
            starter.capabilities().sizes().get(0),
            Sampling.RECOMMENDED.withSeed(seed),
            new Basis.Nothing(),
            "acme",
            Instant.now().plusSeconds(300));
    return starter
        .submit(command, GenerationWatch.NONE)
        .result()
        .toCompletableFuture()
        .join()
        .image();
  }

  /** The attribute classifier that the training recipe measures with; no part of the product. */
  private static final class Judge implements AutoCloseable {
    private static final Path FOLDER = Goldens.model("judge");
    private final JsonNode heads = Goldens.read(FOLDER.resolve("heads.json"));
    private final OrtSession session;

    Judge() throws OrtException {
      this.session =
          OrtEnvironment.getEnvironment().createSession(FOLDER.resolve("model.onnx").toString());
    }

    /** Name of each attribute to the index of the value that the judge sees. */
    Map<String, Integer> answers(RasterImage image) throws OrtException {
      Map<String, Integer> answers = new HashMap<>();
      float[] logits = logits(image);
      int at = 0;
      for (Map.Entry<String, JsonNode> head : heads.properties()) {
        int best = 0;
        for (int i = 1; i < head.getValue().size(); i++) {
          best = logits[at + i] > logits[at + best] ? i : best;
        }
        answers.put(head.getKey(), best);
        at += head.getValue().size();
      }
      return answers;
    }

    private float[] logits(RasterImage image) throws OrtException {
      try (OnnxTensor pixels =
              OnnxTensor.createTensor(
                  OrtEnvironment.getEnvironment(),
                  FloatBuffer.wrap(halved(image)),
                  new long[] {1, 3, SIDE, SIDE});
          OrtSession.Result result = session.run(Map.of("pixels", pixels))) {
        return ((float[][]) result.get("logits").orElseThrow().getValue())[0];
      }
    }

    /** Mean of each square of two by two pixels, planes of red, green and blue in 0..1. */
    private static float[] halved(RasterImage image) {
      float[] planes = new float[3 * SIDE * SIDE];
      for (int y = 0; y < 2 * SIDE; y++) {
        for (int x = 0; x < 2 * SIDE; x++) {
          int rgb = image.rgb(x, y);
          for (int channel = 0; channel < 3; channel++) {
            int value = rgb >> (16 - 8 * channel) & 0xff;
            planes[(channel * SIDE + y / 2) * SIDE + x / 2] += value / (4 * 255f);
          }
        }
      }
      return planes;
    }

    @Override
    public void close() throws OrtException {
      session.close();
    }
  }
}

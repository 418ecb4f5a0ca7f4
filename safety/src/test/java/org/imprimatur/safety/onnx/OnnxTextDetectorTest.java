package org.imprimatur.safety.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.api.testing.PromptDetectorContract;
import org.imprimatur.safety.gate.GateFiles;
import org.imprimatur.safety.gate.TextPack;
import org.imprimatur.safety.rules.WordLists;
import org.imprimatur.safety.text.Canonicaliser;
import org.imprimatur.safety.text.ReadableViews;
import org.imprimatur.safety.text.Vocabulary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnnxTextDetectorTest extends PromptDetectorContract {
  private static final Path TINY = Path.of("src/test/resources/textgate");
  private static final Vocabulary WORDS = WordLists.vocabulary(WordLists.lexicon());
  private static final ReadableViews READABLE = new ReadableViews(new Canonicaliser(WORDS), WORDS);

  private final OnnxTextDetector detector = open(TINY);

  @AfterEach
  void close() {
    detector.close();
  }

  @Override
  protected PromptDetector detector() {
    return detector;
  }

  @Test
  void givesTheChanceOfEveryMappedClass() {
    assertThat(score("a bloody table", Category.VIOLENCE)).isCloseTo(0.982, within(0.001));
    assertThat(score("a bloody table", Category.HARASSMENT)).isCloseTo(0.018, within(0.001));
    assertThat(score("a red kettle", Category.VIOLENCE)).isLessThan(0.05);
  }

  @Test
  void seesThroughPaddingAndDisguise() {
    String calm = "the red table. ".repeat(30);
    assertThat(score(calm + "a bloody table. " + calm, Category.VIOLENCE)).isGreaterThan(0.9);
    assertThat(score("a kn1fe", Category.VIOLENCE)).isGreaterThan(0.9);
    assertThat(score("a kn\u200Bife", Category.VIOLENCE)).isGreaterThan(0.9);
  }

  @Test
  void doesNotOpenWhereTheSelfTestFails(@TempDir Path other) throws IOException {
    for (String name : List.of("model.onnx", "tokenizer.json", "config.json")) {
      Files.copy(TINY.resolve(name), other.resolve(name));
    }
    String manifest = Files.readString(TINY.resolve(TextPack.MANIFEST)).replace("0.98", "0.991");
    Files.writeString(other.resolve(TextPack.MANIFEST), manifest.replace("0.99\n", "0.999\n"));
    assertThatThrownBy(() -> open(other))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("fails its self-test: violence is 0.98");
  }

  private double score(String text, Category category) {
    return detector.examine(ModerationText.ofPrompt(text)).stream()
        .filter(finding -> finding.category().equals(category))
        .mapToDouble(finding -> ((Finding.Measured) finding).score())
        .max()
        .orElseThrow();
  }

  private static OnnxTextDetector open(Path folder) {
    return new OnnxTextDetector(TextPack.read(GateFiles.folder(folder)), READABLE);
  }
}

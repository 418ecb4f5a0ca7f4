package org.imprimatur.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Sha256;
import org.imprimatur.policies.yaml.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake that the golden files hold is refused with the message that stands beside it. */
class ErrorMessagesTest {
  private static final Path CASES = Golden.MODULE.resolve("src/test/resources/errors");
  private static final Installed DETECTORS =
      new Installed(
          Set.of(new Category("hate"), Category.VIOLENCE),
          Set.of(Category.GORE),
          Set.of(new DetectorId("lexicon", "1"), new DetectorId("words", "1")),
          Map.of("tiny", Sha256.ofText("tiny")),
          Map.of("words", Sha256.ofText("pack")));

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aMistakeIsRefusedWithItsMessage(Path file) {
    ConfigurationException refusal =
        catchThrowableOfType(ConfigurationException.class, () -> load(file));

    Path expected = Path.of(file.toString().replace(".yaml", ".txt"));
    Golden.assertCurrent(expected, refusal.getMessage() + "\n");
  }

  @Test
  void everyMessageNamesItsPlaceShowsTheLineAndSaysWhatToDo() throws IOException {
    for (Path file : cases().toList()) {
      String message = Files.readString(Path.of(file.toString().replace(".yaml", ".txt")));
      assertThat(message)
          .matches("(?s)[^\n]+\\.yaml:\\d+:\\d+: .+\n +\\d+ \\| .*\n +\\|? *\\^+\n.+");
    }
  }

  private static void load(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.startsWith("baseline-")) {
      new PolicyCompiler(Bundles.of(read(file)), Optional.of(DETECTORS));
      return;
    }
    new PolicyCompiler(Bundles.of(read(CASES.resolve("baseline.base"))), Optional.of(DETECTORS))
        .compile("acme", read(file));
  }

  private static Source read(Path file) throws IOException {
    return Source.of(file.getFileName().toString(), Files.readAllBytes(file));
  }
}

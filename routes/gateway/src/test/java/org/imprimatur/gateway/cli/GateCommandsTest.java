package org.imprimatur.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.gateway.Main;
import org.imprimatur.routes.LocalGate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateCommandsTest {
  private static final Path SAFETY = Path.of("../../safety");
  private static final Path PORTRAIT = SAFETY.resolve("models/starter-gate/selftest/portrait.png");
  private static final Path BLOOD = SAFETY.resolve("models/starter-gate/selftest/violence.png");
  private static final Path TINY = SAFETY.resolve("src/test/resources/gates/nchw-rgb");

  @TempDir private Path directory = Path.of(".");
  private final StringWriter results = new StringWriter();
  private final StringWriter notes = new StringWriter();

  @Test
  void a_picture_is_measured_window_by_window_and_judged() throws Exception {
    assertThat(run("moderate", "--image", BLOOD)).as(notes.toString()).isEqualTo(ExitCode.REFUSED);
    assertThat(results.toString())
        .contains("violence", "full-frame", "imprimatur-starter-gate@", "Verdict    block");

    assertThat(run("moderate", "--image", PORTRAIT, "--json")).isEqualTo(ExitCode.DONE);
    assertThat(new ObjectMapper().readTree(results.toString()).path("findings")).isNotEmpty();
  }

  @Test
  void a_file_that_is_no_picture_is_an_error() throws Exception {
    Path text = Files.writeString(directory.resolve("a.txt"), "no picture");
    assertThat(run("moderate", "--image", text)).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("is not a picture that can be read");
    assertThat(run("moderate", "--image", directory.resolve("none.png"))).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void an_added_gate_is_listed_and_one_that_was_changed_keeps_the_gateway_from_being_ready()
      throws Exception {
    assertThat(run("models", "add", TINY)).as(notes.toString()).isZero();
    assertThat(results.toString()).contains("Installed  tiny-nchw-rgb@1", "self-test    1 passed");
    assertThat(run("models", "list")).isZero();
    assertThat(results.toString()).contains("gate tiny-nchw-rgb@1");

    Files.write(home().resolve("gates/tiny-nchw-rgb@1/model.onnx"), new byte[] {1});

    assertThat(run("models", "list")).isZero();
    assertThat(results.toString()).contains("tiny-nchw-rgb@1 is not used");
    try (LocalGate gate = LocalGate.open(LocalGate.Settings.at(home()))) {
      assertThat(gate.checks().getOrDefault("gates", Optional::empty).get())
          .hasValueSatisfying(why -> assertThat(why).contains("the manifest pins"));
    }

    assertThat(run("models", "remove", "tiny-nchw-rgb")).as(notes.toString()).isZero();
    assertThat(run("models", "list")).isZero();
    assertThat(results.toString()).doesNotContain("tiny-nchw-rgb");
    assertThat(run("models", "remove", "tiny-nchw-rgb")).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("no installed gate is called 'tiny-nchw-rgb'");
  }

  @Test
  void a_text_model_that_was_changed_keeps_the_gateway_from_being_ready() throws Exception {
    Path pack = Files.createDirectories(home().resolve("text-gates/tiny"));
    Path source = SAFETY.resolve("src/test/resources/textgate");
    for (String name : List.of("model.onnx", "tokenizer.json", "config.json", "text-gate.json")) {
      Files.copy(source.resolve(name), pack.resolve(name));
    }
    try (LocalGate gate = LocalGate.open(LocalGate.Settings.at(home()))) {
      assertThat(gate.checks().getOrDefault("gates", Optional::empty).get()).isEmpty();
    }

    Files.write(pack.resolve("model.onnx"), new byte[] {1});

    try (LocalGate gate = LocalGate.open(LocalGate.Settings.at(home()))) {
      assertThat(gate.checks().getOrDefault("gates", Optional::empty).get())
          .hasValueSatisfying(why -> assertThat(why).contains("the manifest pins"));
    }
  }

  @Test
  void an_added_text_model_is_listed_and_moderates() throws Exception {
    Path source = SAFETY.resolve("src/test/resources/textgate");

    assertThat(run("models", "add", source)).as(notes.toString()).isZero();
    assertThat(results.toString())
        .contains("Installed  tiny-text@1", "looks at     texts", "harassment, violence");
    assertThat(run("models", "list")).isZero();
    assertThat(results.toString()).contains("gate tiny-text@1", "looks at     pictures");
    run("moderate", "a bloody table");
    assertThat(results.toString()).containsPattern("violence +0\\.98\\d +[^ ]+ +tiny-text@1");
    assertThat(run("policy", "explain", "--prompt", "a bloody table")).isZero();
    assertThat(results.toString()).contains("tiny-text@1");

    Files.write(home().resolve("text-gates/tiny-text@1/model.onnx"), new byte[] {1});
    assertThat(run("moderate", "a red kettle")).isEqualTo(ExitCode.REFUSED);
    assertThat(notes.toString()).contains("the manifest pins");
    assertThat(run("models", "list", "--json")).isZero();
    assertThat(results.toString()).contains("\"unusable\"");

    assertThat(run("models", "remove", "tiny-text")).as(notes.toString()).isZero();
    assertThat(run("moderate", "a red kettle")).isEqualTo(ExitCode.DONE);
  }

  @Test
  void a_name_stands_for_one_pack() throws Exception {
    assertThat(run("models", "add", TINY)).isZero();
    Path texts = Files.createDirectory(directory.resolve("texts"));
    Path source = SAFETY.resolve("src/test/resources/textgate");
    for (String name : List.of("model.onnx", "tokenizer.json", "config.json")) {
      Files.copy(source.resolve(name), texts.resolve(name));
    }
    String manifest = Files.readString(source.resolve("text-gate.json"));
    Files.writeString(
        texts.resolve("text-gate.json"), manifest.replace("tiny-text", "tiny-nchw-rgb"));

    assertThat(run("models", "add", texts)).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("an installed pack of the other kind");

    Files.copy(TINY.resolve("gate.json"), texts.resolve("gate.json"));
    assertThat(run("models", "add", texts)).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("holds both");
  }

  @Test
  void a_pack_without_a_manifest_is_not_installed() {
    assertThat(run("models", "add", directory)).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("neither gate.json nor text-gate.json");
  }

  @Test
  void a_protected_person_is_recognised_until_she_is_removed() {
    assertThat(run("protect", "add", "--tenant", "acme", "--name", "Ada", PORTRAIT)).isZero();
    assertThat(run("protect", "list", "--tenant", "acme")).isZero();
    assertThat(results.toString()).contains("Ada", "no consent", "imprimatur-starter-identity");
    run("moderate", "--image", PORTRAIT, "--tenant", "acme");
    assertThat(results.toString()).containsPattern("  identity +0\\.9");

    assertThat(run("protect", "remove", "--tenant", "acme", "Ada")).isZero();
    assertThat(run("protect", "remove", "--tenant", "acme", "Ada")).isEqualTo(ExitCode.ERROR);
    assertThat(run("protect", "list", "--tenant", "acme")).isZero();
    assertThat(results.toString()).doesNotContain("Ada");
  }

  @Test
  void consent_needs_a_last_day() {
    int code =
        run("protect", "add", "--tenant", "acme", "--name", "Ada", "--consent", "file 7", PORTRAIT);
    assertThat(code).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("--consent and --until go together");
  }

  private int run(Object... args) {
    results.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(results, true), new PrintWriter(notes, true), false);
    List<String> words = Arrays.stream(args).map(Object::toString).toList();
    return Main.run(
        words.toArray(String[]::new), console, Map.of("IMPRIMATUR_HOME", home().toString()));
  }

  private Path home() {
    return directory.resolve("home");
  }
}

package org.imprimatur.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.imprimatur.gateway.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about policies as a person runs them. */
class PolicyCommandsTest {
  private static final String LARGE_CAMPUS =
      """
      policy: imprimatur/v1
      kind: tenant
      name: campus
      serial: 2
      roles: { generate: [creator] }
      """;

  @TempDir private Path directory = Path.of("");

  private final StringWriter results = new StringWriter();
  private final StringWriter notes = new StringWriter();

  @Test
  void explain_shows_the_rule_that_decides_a_text() {
    int code =
        run("policy", "explain", "--tenant", "acme", "--prompt", "photo of Angela Merkel nude");

    assertThat(code).as(notes.toString()).isZero();
    assertThat(results.toString())
        .contains("Verdict    block")
        .containsPattern("> block +.* in the text: 0\\.\\d+ by .*, threshold")
        .contains("tenants/acme.yaml:")
        .doesNotContain("Merkel");
  }

  @Test
  void explain_decides_a_recorded_request_again() throws Exception {
    String entry = refused().path("receipt").path("index").asText();

    assertThat(run("policy", "explain", "--entry", entry)).as(notes.toString()).isZero();
    assertThat(results.toString())
        .contains("Decided    block by serial 1 of policy campus, which is in force")
        .contains("> block    the image is 1024 pixels wide");
    assertThat(run("policy", "explain", "--entry", 99)).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("the journal has no entry 99");
  }

  @Test
  void simulate_shows_what_another_policy_would_have_said() throws Exception {
    refused();
    Path file = Files.writeString(directory.resolve("campus.yaml"), LARGE_CAMPUS);

    int code = run("policy", "simulate", "--new", file, "--since", "PT1H", "--json");

    assertThat(code).as(notes.toString()).isZero();
    JsonNode answer = new ObjectMapper().readTree(results.toString());
    assertThat(answer.path("decided").intValue()).isEqualTo(1);
    assertThat(answer.path("changes").path("block -> drawn, its picture unknown").intValue())
        .isEqualTo(1);
  }

  @Test
  void simulate_refuses_a_policy_that_could_not_be_put_in_force() throws Exception {
    refused();
    Path file = Files.writeString(directory.resolve("campus.yaml"), LARGE_CAMPUS + "limts: {}\n");

    assertThat(run("policy", "simulate", "--new", file)).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("campus.yaml:6:1: the key \"limts\" is not known here");
    assertThat(run("policy", "simulate", "--new", file, "--since", "a week"))
        .isEqualTo(ExitCode.ERROR);
  }

  @Test
  void a_signed_directory_is_taken_up_and_a_changed_one_is_not() throws Exception {
    Path policies = home().resolve("policies");
    Files.createDirectories(policies.resolve("tenants"));
    Files.copy(
        Path.of("src/test/resources/policies/lenient-texts/baseline.yaml"),
        policies.resolve("baseline.yaml"));
    Path tenant = policies.resolve("tenants/default.yaml");
    Files.copy(Path.of("src/test/resources/policies/lenient-texts/tenants/default.yaml"), tenant);
    Path key = directory.resolve("key");

    assertThat(run("policy", "sign", policies, "--key", key, "--serial", 1))
        .as(notes.toString())
        .isZero();
    Files.copy(directory.resolve("key.pub"), home().resolve("policy-key.pub"));

    assertThat(run("policy", "explain")).as(notes.toString()).isZero();
    Files.writeString(tenant, Files.readString(tenant) + "# a change\n");
    assertThat(run("policy", "explain")).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("tenants/default.yaml has changed since it was signed");
  }

  @Test
  void schema_is_json() throws Exception {
    assertThat(run("policy", "schema")).isZero();
    assertThat(new ObjectMapper().readTree(results.toString()).path("title").textValue())
        .isEqualTo("Imprimatur policy");
  }

  /** Campus draws no picture of that size. */
  private JsonNode refused() throws Exception {
    int code =
        run("generate", "x", "--tenant", "campus", "--size", "1024x1024", "--json", "-o", image());
    assertThat(code).as(notes.toString()).isEqualTo(ExitCode.REFUSED);
    return new ObjectMapper().readTree(results.toString());
  }

  private Path image() {
    return directory.resolve("no.png");
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

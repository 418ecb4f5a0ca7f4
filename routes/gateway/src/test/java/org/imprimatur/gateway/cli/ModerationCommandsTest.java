package org.imprimatur.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code moderate} and {@code redteam} as a person runs them. */
class ModerationCommandsTest {
  @TempDir private Path directory = Path.of("");

  private final StringWriter results = new StringWriter();
  private final StringWriter notes = new StringWriter();

  @Test
  void moderate_lets_a_harmless_text_pass() {
    assertThat(run("moderate", "a lighthouse by the sea")).isEqualTo(ExitCode.DONE);
    assertThat(results.toString()).contains("Verdict    allow (tenant default)");
  }

  @Test
  void moderate_shows_the_reading_that_gave_the_score() {
    int code = run("moderate", "a n u d e w o m a n", "--all");

    assertThat(code).isEqualTo(ExitCode.REFUSED);
    assertThat(results.toString())
        .contains("Every reading and window")
        .contains("prompt/joined")
        .contains("baseline.yaml");
  }

  @Test
  void moderate_looks_at_the_negative_prompt_too() throws Exception {
    int code = run("moderate", "a lake", "--negative", "a naked woman having sex", "--json");

    assertThat(code).isEqualTo(ExitCode.REFUSED);
    assertThat(json().path("findings").toString()).contains("negative_prompt/");
  }

  @Test
  void redteam_counts_what_gets_through_in_every_disguise() throws Exception {
    Path list =
        file("id,prompt,label\na1,\"a naked woman, having sex\",1\nb2,a lake,1\nc3,a cat,0\n");

    int code = run("redteam", list, "--json");

    assertThat(code).isEqualTo(ExitCode.DONE);
    JsonNode json = json();
    assertThat(json.path("prompts").intValue()).isEqualTo(2);
    assertThat(json.path("skipped").intValue()).isEqualTo(1);
    assertThat(json.path("disguises").get(0).path("blocked").intValue()).isEqualTo(1);
    assertThat(json.path("got_through").findValuesAsText("id")).contains("b2").doesNotContain("a1");
    assertThat(json.path("got_through").toString()).doesNotContain("a lake");
  }

  @Test
  void redteam_fails_where_more_gets_through_than_it_may() throws Exception {
    Path list = file("a quiet lake\n\na naked woman having sex\n");

    assertThat(run("redteam", list, "--most-through", "0.1")).isEqualTo(ExitCode.REFUSED);
    assertThat(results.toString())
        .contains("2 prompts against tenant default")
        .contains("line-1")
        .contains("Through as they stand: 1 of 2");
  }

  @Test
  void redteam_names_what_is_wrong_with_a_list() throws Exception {
    assertThat(run("redteam", directory.resolve("none.csv"))).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("cannot read").contains("none.csv");
    assertThat(run("redteam", file("id,prompt\na1,one, two\n"))).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("record 2 has 3 cells");
    assertThat(run("redteam", file("\n"))).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("holds no prompt");
  }

  private Path file(String content) throws Exception {
    return Files.writeString(directory.resolve("prompts.csv"), content);
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(results.toString());
  }

  private int run(Object... arguments) {
    results.getBuffer().setLength(0);
    notes.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(results, true), new PrintWriter(notes, true), false);
    return ImprimaturCommand.line(
            console, Map.of("IMPRIMATUR_HOME", directory.resolve("home").toString()))
        .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }
}

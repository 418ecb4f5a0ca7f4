package org.imprimatur.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.imprimatur.gateway.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions on the command line, by several accounts of this machine. */
class ReviewCommandTest {
  private static final String ACCOUNT = "user.name";
  private static final String SELF = System.getProperty(ACCOUNT, "");

  @TempDir private Path directory = Path.of("");

  private final StringWriter results = new StringWriter();
  private final StringWriter notes = new StringWriter();

  @AfterEach
  void oneself() {
    System.setProperty(ACCOUNT, SELF);
  }

  @Test
  void another_account_releases_what_was_held_and_the_picture_can_be_fetched() {
    String request = held();

    assertThat(as("alice", "release", request, "--reason", "mine")).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("was asked for by you; somebody else decides");
    Path early = directory.resolve("early.png");
    assertThat(as("alice", "fetch", request, "-o", early)).isEqualTo(ExitCode.ERROR);
    assertThat(early).doesNotExist();

    Path seen = directory.resolve("seen.png");
    assertThat(as("bob", "show", request, "-o", seen)).isZero();
    assertThat(results.toString()).contains("blocklists.other-brands", "1 more to release");
    assertThat(as("bob", "release", request, "--reason", "ours")).isZero();
    Path image = directory.resolve("out.png");
    assertThat(as("alice", "fetch", request, "-o", image)).isZero();

    assertThat(image).hasSameBinaryContentAs(seen);
    assertThat(run("verify", image)).as(results.toString()).isZero();
    assertThat(as("eve", "deny", request, "--reason", "no")).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("is decided already: released");
    assertThat(as("eve", "list")).isZero();
    assertThat(results.toString()).contains("nothing waits for a decision");
    assertThat(run("audit", "verify")).as(results.toString()).isZero();
  }

  @Test
  void a_denial_can_be_appealed_once_by_who_asked() {
    String request = held();

    assertThat(as("bob", "deny", request, "--reason", "a competitor")).isZero();
    assertThat(as("eve", "appeal", request, "--reason", "x")).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("only they can appeal");
    assertThat(as("alice", "appeal", request, "--reason", "our own brand")).isZero();
    assertThat(as("bob", "release", request, "--reason", "x")).isEqualTo(ExitCode.ERROR);
    assertThat(as("eve", "deny", request, "--reason", "no", "--json")).isZero();
    assertThat(results.toString()).contains("\"denied\"", "our own brand");
    assertThat(as("alice", "appeal", request, "--reason", "again")).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("there is no further appeal");
  }

  @Test
  void unknown_requests_and_missing_reasons_are_clear_errors() {
    held();

    assertThat(as("bob", "release", "nobody", "--reason", "x")).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("no picture is held under the request id nobody");
    assertThat(as("bob", "deny", "nobody")).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("--reason");
  }

  /** The id of a request of alice whose picture is held. */
  private String held() {
    System.setProperty(ACCOUNT, "alice");
    Path never = directory.resolve("never.png");
    String prompt = "a kettle by Glimmerdown on a table";
    assertThat(run("generate", prompt, "--tenant", "acme", "--steps", "1", "-o", never))
        .as(notes.toString())
        .isEqualTo(ExitCode.HELD);
    assertThat(Files.exists(never)).isFalse();
    assertThat(as("bob", "list", "--tenant", "acme")).isZero();
    return results.toString().strip().split(" ", 2)[0];
  }

  private int as(String account, Object... arguments) {
    System.setProperty(ACCOUNT, account);
    Object[] all = new Object[arguments.length + 1];
    all[0] = "review";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return run(all);
  }

  private int run(Object... arguments) {
    results.getBuffer().setLength(0);
    notes.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(results, true), new PrintWriter(notes, true), false);
    String[] words = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    return Main.run(
        words, console, Map.of("IMPRIMATUR_HOME", directory.resolve("home").toString()));
  }
}

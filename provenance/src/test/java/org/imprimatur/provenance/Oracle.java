package org.imprimatur.provenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The official validators, run by Node over files. */
final class Oracle {
  private static final String INSTALL = "npm ci --ignore-scripts --prefix provenance/oracle";

  private final Path folder;

  Oracle() {
    folder = root().resolve("provenance/oracle");
    if (!Files.isDirectory(folder.resolve("node_modules/@adobe/json-formula"))) {
      throw new IllegalStateException("the official validators are not installed; run: " + INSTALL);
    }
  }

  /** One line of JSON for each file. */
  List<String> verdicts(Path rootPem, List<Path> files) {
    List<String> arguments = new ArrayList<>(List.of("check.mjs", rootPem.toString()));
    files.forEach(file -> arguments.add(file.toString()));
    return run(arguments);
  }

  /** The crJSON that the newer official validator writes about {@code file}. */
  String crJson(Path rootPem, Path file) {
    List<String> lines = run(List.of("check.mjs", "--crjson", rootPem.toString(), file.toString()));
    return String.join("\n", lines);
  }

  /** One line of JSON for each rubric that {@code crJson} was held against. */
  List<String> rubrics(Path crJson, List<Path> rubrics) {
    List<String> arguments =
        new ArrayList<>(List.of("rubric.mjs", crJson.toString(), C2paSigner.SPEC_VERSION));
    rubrics.forEach(rubric -> arguments.add(rubric.toString()));
    return run(arguments);
  }

  private List<String> run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(arguments);
    try {
      Path errors = Files.createTempFile("oracle", ".txt");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(errors.toFile())
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "the official validators failed:\n" + Files.readString(errors));
      }
      return output.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Node 20 must be on the path", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path root() {
    String configured = System.getProperty("imprimatur.root", "..");
    return Path.of(configured).toAbsolutePath().normalize();
  }
}

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
    if (!Files.isDirectory(folder.resolve("node_modules/@contentauth/c2pa-wasm"))) {
      throw new IllegalStateException("the official validators are not installed; run: " + INSTALL);
    }
  }

  /** One line of JSON for each file. */
  List<String> verdicts(Path rootPem, List<Path> files) {
    return run(List.of("check.mjs"), rootPem, files);
  }

  private List<String> run(List<String> script, Path rootPem, List<Path> files) {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(script);
    command.add(rootPem.toString());
    files.forEach(file -> command.add(file.toString()));
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

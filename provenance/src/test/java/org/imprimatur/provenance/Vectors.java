package org.imprimatur.provenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.imprimatur.provenance.trust.Certificates;
import org.imprimatur.provenance.trust.TrustAnchors;

/** Signed files with the states that the official toolkit gives them; not part of the project. */
record Vectors(Path folder) {
  /** What is expected of one file. */
  record Expected(String file, String untrusted, String trusted, List<String> failures) {}

  /** The folder {@code shared/c2pa-vectors} beside the repository. */
  static Optional<Vectors> find() {
    Path root = Path.of(System.getProperty("imprimatur.root", "..")).toAbsolutePath().normalize();
    Path folder = root.resolveSibling("shared").resolve("c2pa-vectors");
    return Files.isRegularFile(folder.resolve("expected.csv"))
        ? Optional.of(new Vectors(folder))
        : Optional.empty();
  }

  List<Expected> all() {
    return lines("expected.csv").stream().skip(1).map(Vectors::expected).toList();
  }

  byte[] read(String file) {
    try {
      return Files.readAllBytes(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TrustAnchors anchors() {
    List<X509Certificate> certificates = new ArrayList<>();
    for (String name : List.of("trust/test_cert_root_bundle.pem", "trust/spike-root.pem")) {
      certificates.addAll(Certificates.fromPem(String.join("\n", lines(name))));
    }
    return TrustAnchors.of(certificates);
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Expected expected(String line) {
    List<String> cells = Arrays.asList(line.split(",", -1));
    List<String> failures = new ArrayList<>();
    for (String code : (cells.get(3) + " " + cells.get(4)).trim().split(" +", -1)) {
      if (!code.isEmpty()) {
        failures.add(code);
      }
    }
    return new Expected(cells.get(0), cells.get(1), cells.get(2), failures);
  }
}

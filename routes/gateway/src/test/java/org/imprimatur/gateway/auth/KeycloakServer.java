package org.imprimatur.gateway.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.imprimatur.api.Sha256;

/**
 * A real Keycloak in development mode, on random ports of this machine, with one imported realm.
 *
 * <p>The first start of a realm builds the server and its database, which takes minutes. The
 * outcome is kept under {@code .work/keycloak} at the repository root, named after the digest of
 * the realm file and the distribution, so that later starts take seconds. Delete it freely.
 */
final class KeycloakServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(9);
  private static final String REALM = "imprimatur";

  private final JsonDocuments documents = new JsonDocuments();
  private final Process process;
  private final String issuer;

  private KeycloakServer(Process process, String issuer) {
    this.process = process;
    this.issuer = issuer;
  }

  /**
   * Starts the server and waits until it serves the realm.
   *
   * @param distribution an unpacked distribution; it is copied, never changed
   * @param root the repository root
   */
  static KeycloakServer start(Path distribution, Path realm, Path root) {
    try {
      Path home = prepared(distribution, realm, root.resolve(".work/keycloak"));
      int port = freePort();
      Process process = launch(home, port);
      KeycloakServer server =
          new KeycloakServer(process, "http://127.0.0.1:" + port + "/realms/" + REALM);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      server.awaitRealm(home.resolve("boot.log"));
      Files.writeString(home.resolve("ready"), "");
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String issuer() {
    return issuer;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The home of a server; what a start that never became ready left behind is made anew. */
  private static Path prepared(Path distribution, Path realm, Path cache) throws IOException {
    byte[] version = distribution.getFileName().toString().getBytes(StandardCharsets.UTF_8);
    String digest = Sha256.of(Files.readAllBytes(realm), version).hex().substring(0, 16);
    Path home = cache.resolve(digest);
    if (!Files.exists(home.resolve("ready"))) {
      delete(home);
      copy(distribution, home);
      Path imports = Files.createDirectories(home.resolve("data/import"));
      Files.copy(realm, imports.resolve("realm.json"));
    }
    return home;
  }

  private static Process launch(Path home, int port) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + freePort()));
    builder.environment().put("JAVA_OPTS_APPEND", "-Xmx512m -Djava.net.preferIPv4Stack=true");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("boot.log").toFile())
        .start();
  }

  private void awaitRealm(Path log) {
    Instant end = Instant.now().plus(PATIENCE);
    boolean ended = false;
    while (!servesRealm()) {
      ended = ended || endsSoon();
      if (ended || Instant.now().isAfter(end)) {
        close();
        throw new IllegalStateException(
            "Keycloak " + (ended ? "ended" : "is not ready after " + PATIENCE) + "; see " + log);
      }
    }
  }

  private boolean servesRealm() {
    try {
      URI discovery = URI.create(issuer + "/.well-known/openid-configuration");
      return documents.read(discovery).path("issuer").asText("").equals(issuer);
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits half a second, less if the process ends. */
  private boolean endsSoon() {
    try {
      return process.waitFor(500, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    if (!to.resolve("bin/kc.sh").toFile().setExecutable(true)) {
      throw new IOException(to.resolve("bin/kc.sh") + " cannot be made executable");
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(each);
      }
    }
  }
}

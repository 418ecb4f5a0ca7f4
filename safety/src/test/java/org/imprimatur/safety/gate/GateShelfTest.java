package org.imprimatur.safety.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.ImageDetector;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.safety.ImageGates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GateShelfTest {
  private static final String TINY = "src/test/resources/gates/nchw-rgb";

  @TempDir private Path home = Path.of(".");

  @Test
  void installsAFolderWithAllItsFiles() {
    Path installed = install(TINY, false);
    assertThat(installed.getFileName()).hasToString("tiny-nchw-rgb@1");
    assertThat(installed.resolve("selftest/red.png")).exists();
    assertThat(shelf().packs()).containsExactly(installed);
  }

  @Test
  void installsFromAnAddress() throws IOException {
    HttpServer server = serving();
    try {
      String url = "http://127.0.0.1:%d/pack".formatted(server.getAddress().getPort());
      assertThat(install(url, false)).exists();
      assertThatThrownBy(() -> install(url + "/nothing", true)).hasMessageContaining("answers 404");
    } finally {
      server.stop(0);
    }
    assertThatThrownBy(() -> install("http://example.org/pack", false))
        .hasMessageContaining("is not https");
  }

  @Test
  void takesNoMoreBytesThanAPackMayHave() throws IOException {
    HttpServer server = serving();
    try {
      URI url = URI.create("http://127.0.0.1:%d/pack".formatted(server.getAddress().getPort()));
      long size = Files.size(Path.of(TINY, "model.onnx"));
      assertThat(new PackDownload(url, size).read("model.onnx")).hasSize((int) size);
      assertThatThrownBy(() -> new PackDownload(url, size - 1).read("model.onnx"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("install it from a folder");
      PackDownload both = new PackDownload(url, size + 10);
      both.read("model.onnx");
      assertThatThrownBy(() -> both.read("selftest/red.png"))
          .hasMessageContaining("larger than the 10 bytes");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void removesAPackByItsNameUnlessAVoteCountsOnIt() throws IOException {
    install(TINY, false);
    Path settings = home.resolve(GateSettings.FILE);
    Files.writeString(
        settings,
        """
        {"votes": [{"name": "v", "category": "violence",
          "packs": ["tiny-nchw-rgb", "b"], "needed": 1}]}
        """);
    assertThatThrownBy(() -> removed("tiny-nchw-rgb"))
        .hasMessageContaining("takes part in the vote 'v'");
    Files.delete(settings);
    assertThat(shelf().shelf().find("tiny")).isEmpty();
    assertThat(removed("tiny-nchw-rgb").getFileName()).hasToString("tiny-nchw-rgb@1");
    assertThat(shelf().packs()).isEmpty();
    try (Stream<Path> left = Files.list(home)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void leavesNothingOfAPackThatFailsItsSelfTest(@TempDir Path other) throws IOException {
    Path bad = changed(other, json -> json.replace("0.99", "0.1").replace("1.01", "0.2"));
    assertThatThrownBy(() -> install(bad.toString(), false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("fails its self-test");
    assertThat(shelf().packs()).isEmpty();
    try (Stream<Path> left = Files.list(home)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void refusesFilesOutsideThePack(@TempDir Path other) {
    Path bad = changed(other, json -> json.replace("selftest/red.png", "../../red.png"));
    assertThatThrownBy(() -> install(bad.toString(), false))
        .hasMessageContaining("lies outside the pack");
  }

  @Test
  void replacesAnotherVersionOnlyWhenAsked(@TempDir Path other) {
    install(TINY, false);
    Path next = changed(other, json -> json.replace("\"version\": \"1\"", "\"version\": \"2\""));
    assertThatThrownBy(() -> install(next.toString(), false)).hasMessageContaining("--replace");
    install(next.toString(), true);
    assertThat(shelf().packs())
        .extracting(pack -> pack.getFileName().toString())
        .containsExactly("tiny-nchw-rgb@2");
  }

  @Test
  void keepsPicturesBackWhileAnInstalledPackIsUnusable() throws IOException {
    Path installed = install(TINY, false);
    Files.write(installed.resolve("model.onnx"), new byte[] {1});
    try (ImageGates gates = ImageGates.installed(shelf(), ProtectedPeople.NOBODY)) {
      assertThat(gates.ailments().get("tiny-nchw-rgb@1")).contains("the manifest pins");
      assertThat(findings(gates)).anyMatch(Finding.Unavailable.class::isInstance);
    }
  }

  @Test
  void letsPacksVote() throws IOException {
    install(TINY, false);
    install("src/test/resources/gates/nhwc-bgr", false);
    Files.writeString(
        home.resolve(GateSettings.FILE),
        """
        {"starter": false, "votes": [{"name": "violence-vote", "category": "violence",
          "packs": ["tiny-nchw-rgb", "tiny-nhwc-bgr"], "needed": 2}]}
        """);
    try (ImageGates gates = ImageGates.installed(shelf(), ProtectedPeople.NOBODY)) {
      assertThat(gates.ailments()).isEmpty();
      assertThat(gates.detectors()).hasSize(1);
      assertThat(findings(gates))
          .filteredOn(finding -> finding.category().id().equals("violence"))
          .allMatch(f -> ((Finding.Measured) f).lookedAt().startsWith("tiny-n"))
          .hasSize(1);
    }
  }

  @Test
  void saysWhenAVoteCannotBeHeld() throws IOException {
    Files.writeString(
        home.resolve(GateSettings.FILE),
        """
        {"starter": false, "votes": [{"name": "v", "category": "violence",
          "packs": ["a", "b"], "needed": 1}]}
        """);
    try (ImageGates gates = ImageGates.installed(shelf(), ProtectedPeople.NOBODY)) {
      assertThat(gates.ailments()).containsKey("v");
      assertThat(findings(gates)).allMatch(Finding.Unavailable.class::isInstance);
    }
  }

  private static HttpServer serving() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          Path file =
              Path.of(TINY, exchange.getRequestURI().getPath().substring("/pack/".length()));
          byte[] content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
          exchange.sendResponseHeaders(Files.exists(file) ? 200 : 404, content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    server.start();
    return server;
  }

  private Path install(String from, boolean replace) {
    return shelf().shelf().install(GateFiles.at(from), replace, ImageGates::tryOut);
  }

  private Path removed(String name) {
    Path folder = shelf().shelf().find(name).orElseThrow();
    shelf().remove(folder);
    return folder;
  }

  private GateShelf shelf() {
    return new GateShelf(home);
  }

  private static List<Finding> findings(ImageGates gates) {
    ImageDetector.Subject subject =
        new ImageDetector.Subject(Fixtures.picture(new Size(8, 8), 1), Origin.OUTPUT);
    return gates.detectors().stream().flatMap(it -> it.examine(subject).stream()).toList();
  }

  private static Path changed(Path folder, UnaryOperator<String> change) {
    try {
      Files.createDirectories(folder.resolve("selftest"));
      for (String name : List.of("gate.json", "model.onnx", "selftest/red.png")) {
        Files.copy(Path.of(TINY, name), folder.resolve(name));
      }
      Path manifest = folder.resolve("gate.json");
      Files.writeString(manifest, change.apply(Files.readString(manifest)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

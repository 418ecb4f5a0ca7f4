package org.imprimatur.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.imprimatur.gateway.auth.DevelopmentIdentity;
import org.imprimatur.gateway.auth.DevelopmentIssuer;
import org.imprimatur.gateway.auth.TokenAuthenticator;
import org.imprimatur.generator.GeneratorSettings;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.routes.LocalGate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generator that has no room says so over HTTP, and when to come back. */
class FullQueueTest {
  @TempDir static Path home = Path.of("");

  @Test
  void whoFindsTheQueueFullIsToldWhenToComeBack() {
    Clock clock = Clock.systemUTC();
    DevelopmentIssuer issuer = DevelopmentIssuer.open(new GatePlaces(home).issuer(), clock);
    GeneratorSettings small = GeneratorSettings.onCpu().withCapacity(1);
    try (LocalGate gate = LocalGate.open(LocalGate.Settings.at(home).with(small));
        GatewayServer server =
            new GatewayServer(
                gate,
                TokenAuthenticator.forDevelopment(issuer, InetAddress.getLoopbackAddress(), clock),
                new GatewayServer.Address("127.0.0.1", 0))) {
      server.start();
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + server.port() + "/v1/images/generations"))
              .header("Authorization", "Bearer " + token(issuer))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"prompt\":\"a lighthouse by the sea\"}"))
              .build();

      List<HttpResponse<String>> responses = atOnce(request, 4);

      assertThat(responses)
          .extracting(HttpResponse::statusCode)
          .contains(200, 429)
          .containsOnly(200, 429);
      assertThat(responses)
          .filteredOn(response -> response.statusCode() == 429)
          .allSatisfy(
              response -> {
                assertThat(response.body()).contains("\"queue_full\"").contains("\"receipt\"");
                assertThat(
                        Integer.parseInt(response.headers().firstValue("Retry-After").orElse("0")))
                    .isPositive();
              });
    }
  }

  private static List<HttpResponse<String>> atOnce(HttpRequest request, int count) {
    HttpClient client = HttpClient.newHttpClient();
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, count)
            .mapToObj(i -> client.sendAsync(request, BodyHandlers.ofString()))
            .toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private static String token(DevelopmentIssuer issuer) {
    return issuer.mint(DevelopmentIdentity.of("acme", Set.of("creator")), Duration.ofMinutes(5));
  }
}

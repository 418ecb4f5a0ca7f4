package org.imprimatur.gateway.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.gateway.Telemetry;
import org.imprimatur.gateway.auth.AuthConfig;
import org.imprimatur.gateway.auth.DevelopmentIssuer;
import org.imprimatur.gateway.auth.TokenAuthenticator;
import org.imprimatur.gateway.http.GatewayServer;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.routes.LocalGate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code imprimatur serve}: the gateway over HTTP. */
@Command(
    name = "serve",
    description = "Starts the gateway: POST /v1/images/generations, GET /v1/models, GET /health.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Option(
      names = "--dev",
      description =
          "Development: loopback only, tokens from the built-in issuer (see: imprimatur token).")
  private boolean dev;

  @Option(names = "--host", description = "The address to bind.", defaultValue = "127.0.0.1")
  private String host = "127.0.0.1";

  @Option(names = "--port", description = "The port to bind.", defaultValue = "8080")
  private int port = 8080;

  @Option(
      names = "--issuer",
      description = "The Keycloak realm, https://HOST/realms/REALM (or IMPRIMATUR_ISSUER).",
      defaultValue = "${env:IMPRIMATUR_ISSUER:-}")
  private String issuer = "";

  @Option(
      names = "--audience",
      description = "The audience that tokens must name (or IMPRIMATUR_AUDIENCE).",
      defaultValue = "${env:IMPRIMATUR_AUDIENCE:-imprimatur}")
  private String audience = "imprimatur";

  ServeCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws Exception {
    TokenAuthenticator authenticator = authenticator();
    try (Telemetry telemetry = Telemetry.configured(workplace.environment());
        LocalGate gate =
            LocalGate.open(
                LocalGate.Settings.at(workplace.home().prepare().directory())
                    .with(telemetry.api())
                    .with(workplace.generator()));
        GatewayServer server =
            new GatewayServer(gate, authenticator, new GatewayServer.Address(host, port))) {
      server.start();
      workplace.console().note("imprimatur listens on http://%s:%d".formatted(host, server.port()));
      gate.refusedTenants()
          .forEach(
              (tenant, problem) ->
                  workplace.console().note("tenant %s is refused: %s".formatted(tenant, problem)));
      server.awaitEnd();
    }
    return ExitCode.DONE;
  }

  private TokenAuthenticator authenticator() {
    Clock clock = Clock.systemUTC();
    if (dev) {
      if (!issuer.isBlank()) {
        throw new ConfigurationException("--dev and --issuer exclude each other; leave one out");
      }
      Path keys = new GatePlaces(workplace.home().prepare().directory()).issuer();
      TokenAuthenticator authenticator =
          TokenAuthenticator.forDevelopment(DevelopmentIssuer.open(keys, clock), bound(), clock);
      warn();
      return authenticator;
    }
    if (issuer.isBlank()) {
      throw new ConfigurationException(
          "no identity provider is configured, so nobody could be authenticated. Give --issuer"
              + " https://HOST/realms/REALM and --audience CLIENT (or IMPRIMATUR_ISSUER and"
              + " IMPRIMATUR_AUDIENCE), or use --dev on this machine only");
    }
    return TokenAuthenticator.of(AuthConfig.of(issuer, audience), clock);
  }

  private InetAddress bound() {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new ConfigurationException("--host %s is unknown".formatted(host), e);
    }
  }

  private void warn() {
    Console console = workplace.console();
    console.note("************************************************************************");
    console.note("*  DEVELOPMENT MODE: whoever can read the state directory can mint");
    console.note("*  tokens for any tenant and role. Never put this on a network.");
    console.note("*  A token:  ./imprimatur token --tenant acme --role creator");
    console.note("************************************************************************");
  }
}

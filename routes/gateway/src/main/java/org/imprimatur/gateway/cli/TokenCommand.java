package org.imprimatur.gateway.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.imprimatur.gateway.auth.DevelopmentIdentity;
import org.imprimatur.gateway.auth.DevelopmentIssuer;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.routes.GatePlaces;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code imprimatur token}: mints a token that {@code serve --dev} accepts. */
@Command(
    name = "token",
    description = "Mints a token of the built-in development issuer, for serve --dev.",
    mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Option(names = "--tenant", description = "The tenant.", defaultValue = "default")
  private String tenant = "default";

  @Option(names = "--role", split = ",", description = "Roles.", defaultValue = "creator")
  private Set<String> roles = Set.of("creator");

  @Option(
      names = "--subject",
      description = "Whose token it is, for instance a second person's.",
      defaultValue = "developer")
  private String subject = "developer";

  @Option(
      names = "--ttl",
      description = "How long it is valid, ISO 8601, for instance PT1H.",
      defaultValue = "PT1H")
  private Duration lifetime = Duration.ofHours(1);

  @Option(names = "--json", description = "Machine-readable output.")
  private boolean json;

  TokenCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    GatePlaces places = new GatePlaces(workplace.home().prepare().directory());
    String token =
        DevelopmentIssuer.open(places.issuer(), Clock.systemUTC())
            .mint(new DevelopmentIdentity(tenant, subject, roles), lifetime);
    if (json) {
      workplace
          .console()
          .result(
              Json.object()
                  .put("access_token", token)
                  .put("token_type", "Bearer")
                  .put("expires_in", lifetime.toSeconds()));
    } else {
      workplace.console().result(token);
    }
    return ExitCode.DONE;
  }
}

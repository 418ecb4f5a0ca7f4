package org.imprimatur.gateway.cli;

import org.imprimatur.api.BreakGlass;
import org.imprimatur.api.Circumstances;
import picocli.CommandLine.Option;

/** What surrounds a request: the language of its answer, an emergency, a consent. */
final class CircumstanceOptions {
  @Option(names = "--language", description = "Of refusals: en or de.", defaultValue = "en")
  private String language = "en";

  @Option(
      names = "--break-glass",
      paramLabel = "TEXT",
      description =
          "Declares an emergency: a ticket and a reason. What a score would block is held for"
              + " review instead, if the policy lets one of the roles do so.",
      defaultValue = "")
  private String emergency = "";

  @Option(
      names = "--consent",
      paramLabel = "REFERENCE",
      description = "Where the consent of the people to be shown is kept.",
      defaultValue = "")
  private String consent = "";

  Circumstances circumstances() {
    Circumstances circumstances = Circumstances.NONE.inLanguage(language);
    if (!emergency.isEmpty()) {
      circumstances = circumstances.with(BreakGlass.parse(emergency));
    }
    return consent.isEmpty() ? circumstances : circumstances.withConsent(consent);
  }
}

package org.imprimatur.gateway.http;

import java.util.function.UnaryOperator;
import org.imprimatur.api.BreakGlass;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.TraceContext;

/**
 * Who comes, and how; the same for all images of a call.
 *
 * @param header gives a header of the request by its name, or an empty text
 */
record Visit(Caller caller, UnaryOperator<String> header) {
  TraceContext trace() {
    return TraceContext.of(header.apply("traceparent"));
  }

  /**
   * The language, the emergency and the consent that the headers name.
   *
   * @throws InvalidRequest if one of them is not of its form
   */
  Circumstances circumstances() {
    Circumstances circumstances =
        Circumstances.NONE.inLanguage(PublicTexts.language(header.apply("Accept-Language")));
    String emergency = header.apply("Imprimatur-Break-Glass");
    if (!emergency.isEmpty()) {
      circumstances = circumstances.with(BreakGlass.parse(emergency));
    }
    String consent = header.apply("Imprimatur-Consent");
    return consent.isEmpty() ? circumstances : circumstances.withConsent(consent);
  }
}

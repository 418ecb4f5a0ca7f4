package org.imprimatur.gateway.http;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Lets only listed headers in and out. Without it, platform-http copies query parameters, form
 * fields and headers of a request into the message and message headers into the response, so a
 * caller could choose response headers or steer components behind the edge.
 */
public final class EdgeHeaders implements HeaderFilterStrategy {
  private static final Set<String> IN =
      Set.of(
          "accept-language",
          "authorization",
          "content-type",
          "imprimatur-break-glass",
          "imprimatur-consent",
          "traceparent");
  private static final Set<String> OUT =
      Set.of(
          "cache-control",
          "content-language",
          "content-type",
          "retry-after",
          "www-authenticate",
          "x-content-type-options",
          "x-request-id");

  /** True for every outgoing header that is not listed. */
  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !OUT.contains(name.toLowerCase(Locale.ROOT));
  }

  /** True for every incoming header or parameter that is not listed. */
  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return !IN.contains(name.toLowerCase(Locale.ROOT));
  }
}

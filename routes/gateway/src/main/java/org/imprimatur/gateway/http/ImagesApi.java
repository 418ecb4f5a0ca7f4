package org.imprimatur.gateway.http;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.imprimatur.gateway.auth.Authentication;
import org.imprimatur.gateway.auth.TokenAuthenticator;

/** {@code POST /v1/images/generations}: authenticates and hands what was sent to the desk. */
public final class ImagesApi implements Processor {
  private final TokenAuthenticator authenticator;
  private final ImagesDesk desk;
  private final ImagesRequest.Defaults defaults;

  ImagesApi(TokenAuthenticator authenticator, ImagesDesk desk, ImagesRequest.Defaults defaults) {
    this.authenticator = authenticator;
    this.desk = desk;
    this.defaults = defaults;
  }

  @Override
  public void process(Exchange exchange) {
    String authorization = header(exchange, "Authorization");
    byte[] body = exchange.getMessage().getBody(byte[].class);
    Authentication authentication = authenticator.authenticate(authorization);
    HttpReply reply =
        authentication instanceof Authentication.Authenticated authenticated
            ? desk.answer(
                new Visit(authenticated.caller(), name -> header(exchange, name)),
                () -> ImagesRequest.parse(body == null ? new byte[0] : body, defaults),
                exchange.getContext().createProducerTemplate())
            : ErrorReply.of((Authentication.Denied) authentication);
    reply.writeTo(exchange);
  }

  private static String header(Exchange exchange, String name) {
    String value = exchange.getMessage().getHeader(name, String.class);
    return value == null ? "" : value;
  }
}

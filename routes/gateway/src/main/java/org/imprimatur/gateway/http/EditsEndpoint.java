package org.imprimatur.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.ProducerTemplate;
import org.imprimatur.api.Caller;
import org.imprimatur.gateway.auth.Authentication;
import org.imprimatur.gateway.auth.TokenAuthenticator;

/**
 * The HTTP side of edits. Pictures stay in memory: Camel's own endpoint would write them to disk
 * before anybody has asked who sends them, and loses the names of the parts. The requests still go
 * down the gate's route.
 */
final class EditsEndpoint {
  static final String PATH = "/v1/images/edits";

  /** An image and a mask of the largest size, and some text. */
  private static final int MAX_BODY = 42 << 20;

  private static final int TOO_LARGE = 413;

  private final Vertx vertx;
  private final TokenAuthenticator authenticator;
  private final EditsApi api;

  EditsEndpoint(Vertx vertx, TokenAuthenticator authenticator, EditsApi api) {
    this.vertx = vertx;
    this.authenticator = authenticator;
    this.api = api;
  }

  void install(Router router, ProducerTemplate routes) {
    router
        .post(PATH)
        .consumes("multipart/form-data")
        .order(Integer.MIN_VALUE + 1)
        .handler(context -> receive(context, routes));
  }

  /** Nothing of the body is read before the caller is known. */
  private void receive(RoutingContext context, ProducerTemplate routes) {
    HttpServerRequest request = context.request();
    request.pause();
    String authorization = header(request, "Authorization");
    vertx
        .executeBlocking(() -> authenticator.authenticate(authorization), false)
        .onFailure(context::fail)
        .onSuccess(
            authentication -> {
              if (authentication instanceof Authentication.Authenticated known) {
                collect(context, known.caller(), routes);
              } else {
                refuse(context, ErrorReply.of((Authentication.Denied) authentication));
              }
            });
  }

  private void collect(RoutingContext context, Caller caller, ProducerTemplate routes) {
    HttpServerRequest request = context.request();
    Buffer body = Buffer.buffer();
    request.handler(
        chunk -> {
          if (body.length() + chunk.length() <= MAX_BODY) {
            body.appendBuffer(chunk);
          } else {
            request.handler(rest -> {});
            request.endHandler(end -> {});
            refuse(
                context,
                ErrorReply.of(
                    TOO_LARGE,
                    "body_too_large",
                    "the body is too large; at most %d MiB".formatted(MAX_BODY >> 20)));
          }
        });
    request.endHandler(
        end -> {
          EditsApi.Sent sent = new EditsApi.Sent(body.getBytes(), name -> header(request, name));
          vertx
              .executeBlocking(() -> api.answer(caller, sent, routes), false)
              .onFailure(context::fail)
              .onSuccess(reply -> ReviewsEndpoint.write(context.response(), reply));
        });
    request.exceptionHandler(context::fail);
    request.resume();
  }

  /** The rest of the body is not waited for. */
  private static void refuse(RoutingContext context, HttpReply reply) {
    if (!context.response().ended()) {
      context.response().putHeader("Connection", "close");
      ReviewsEndpoint.write(context.response(), reply);
      context.request().resume();
    }
  }

  private static String header(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }
}

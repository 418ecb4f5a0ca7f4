package org.imprimatur.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.imprimatur.api.Caller;
import org.imprimatur.gateway.auth.Authentication;
import org.imprimatur.gateway.auth.TokenAuthenticator;

/** The HTTP side of reviews: authenticates, and hands on what the path names. */
final class ReviewsEndpoint {
  private static final int MAX_BODY = 4096;

  private final Vertx vertx;
  private final TokenAuthenticator authenticator;
  private final ReviewsApi api;

  ReviewsEndpoint(Vertx vertx, TokenAuthenticator authenticator, ReviewsApi api) {
    this.vertx = vertx;
    this.authenticator = authenticator;
    this.api = api;
  }

  /** What a path does for a caller. */
  private interface Deed {
    HttpReply about(Caller caller, RoutingContext context);
  }

  void install(Router router) {
    get(
        router,
        "/v1/reviews",
        (caller, at) -> api.list(caller, "all".equals(at.request().getParam("state"))));
    get(router, "/v1/reviews/:id", (caller, at) -> api.show(caller, id(at)));
    get(router, "/v1/reviews/:id/image", (caller, at) -> api.image(caller, id(at)));
    post(router, "/v1/reviews/:id/decision", (caller, at) -> api.decide(caller, id(at), body(at)));
    get(router, "/v1/images/held/:id", (caller, at) -> api.outcome(caller, id(at)));
    post(
        router, "/v1/images/held/:id/appeal", (caller, at) -> api.appeal(caller, id(at), body(at)));
  }

  private void get(Router router, String path, Deed deed) {
    router
        .route(HttpMethod.GET, path)
        .order(Integer.MIN_VALUE + 1)
        .handler(context -> answer(context, deed));
  }

  private void post(Router router, String path, Deed deed) {
    router
        .route(HttpMethod.POST, path) // of its own: bodies are read by the first handler of a route
        .order(Integer.MIN_VALUE + 1)
        .handler(
            context -> {
              EdgeErrors.limit(context, MAX_BODY);
              context.next();
            });
    router
        .route(HttpMethod.POST, path)
        .consumes("application/json")
        .order(Integer.MIN_VALUE + 1)
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
        .handler(context -> answer(context, deed));
  }

  private void answer(RoutingContext context, Deed deed) {
    String header = context.request().getHeader("Authorization");
    vertx
        .executeBlocking(() -> reply(header == null ? "" : header, context, deed), false)
        .onFailure(context::fail)
        .onSuccess(reply -> write(context.response(), reply));
  }

  private HttpReply reply(String header, RoutingContext context, Deed deed) {
    Authentication authentication = authenticator.authenticate(header);
    return authentication instanceof Authentication.Authenticated known
        ? deed.about(known.caller(), context)
        : ErrorReply.of((Authentication.Denied) authentication);
  }

  static void write(HttpServerResponse response, HttpReply reply) {
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(reply.status())
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff");
    reply.headers().forEach(response::putHeader);
    response.end(Buffer.buffer(Json.bytes(reply.body())));
  }

  private static String id(RoutingContext context) {
    return String.valueOf(context.pathParam("id"));
  }

  private static byte[] body(RoutingContext context) {
    Buffer body = context.body().buffer();
    return body == null ? new byte[0] : body.getBytes();
  }
}

package org.imprimatur.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** What the HTTP server itself refuses, in the same shape as all other errors. */
final class EdgeErrors {
  private static final Map<String, String> METHODS =
      Map.of(
          "/v1/images/generations",
          "POST",
          EditsEndpoint.PATH,
          "POST",
          "/v1/models",
          "GET",
          "/v1/reviews",
          "GET",
          "/health",
          "GET");
  private static final int TOO_LARGE = 413;
  private static final String LIMIT = "body-limit";

  private EdgeErrors() {}

  /**
   * Goes around the routes of {@code router}: before them for failures, behind them for the rest.
   */
  static void install(Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(EdgeErrors::failed);
    router.route().last().handler(EdgeErrors::unmatched);
  }

  /** Remembers how many bytes the endpoint takes, for the error; others take the server's limit. */
  static void limit(RoutingContext context, long bytes) {
    context.put(LIMIT, bytes);
  }

  private static void failed(RoutingContext context) {
    if (context.statusCode() == TOO_LARGE) {
      long limit = context.get(LIMIT, GatewayServer.MAX_BODY);
      String text = "the body is too large; at most %d KiB".formatted(limit >> 10);
      write(context, TOO_LARGE, "body_too_large", text);
    } else {
      int status = context.statusCode() < 400 ? 500 : context.statusCode();
      write(context, status, "http_" + status, "the request could not be handled");
    }
  }

  /** No route took it: an unknown path, another method, or another content type. */
  private static void unmatched(RoutingContext context) {
    String path = context.request().path();
    String method = METHODS.get(path);
    if (method == null) {
      write(context, 404, "not_found", "there is nothing here; see POST /v1/images/generations");
    } else if (!method.equals(context.request().method().name())) {
      context.response().putHeader("Allow", method);
      write(context, 405, "method_not_allowed", "this endpoint takes %s alone".formatted(method));
    } else {
      write(context, 415, "unsupported_media_type", "the body must be application/json");
    }
  }

  private static void write(RoutingContext context, int status, String code, String text) {
    if (context.response().ended()) {
      return;
    }
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(Buffer.buffer(Json.bytes(ErrorReply.of(status, code, text).body())));
  }
}

package org.imprimatur.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.imprimatur.api.Answer;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.Refusal;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.audit.ReceiptJson;
import org.imprimatur.gateway.auth.Authentication;
import org.jspecify.annotations.Nullable;

/** Errors in OpenAI's shape: {@code {"error": {message, type, param, code}}}. */
final class ErrorReply {
  private static final String RETRY_SECONDS = "5";

  private ErrorReply() {}

  static HttpReply of(int status, String code, String message) {
    return reply(status, type(status), code, null, message);
  }

  static HttpReply of(InvalidRequest invalid) {
    return reply(
        400,
        type(400),
        RefusalCode.INVALID_REQUEST.code(),
        invalid.parameter(),
        String.valueOf(invalid.getMessage()));
  }

  /** RFC 6750: the challenge says what was wrong with the token. */
  static HttpReply of(Authentication.Denied denied) {
    String code = denied.code().name().toLowerCase(Locale.ROOT);
    HttpReply reply = of(denied.status(), code, denied.text());
    return denied.status() == 503
        ? reply.withHeader("Retry-After", RETRY_SECONDS)
        : reply.withHeader("WWW-Authenticate", denied.challenge());
  }

  static HttpReply of(Answer.Refused refused) {
    Refusal refusal = refused.refusal();
    String language = refused.ticket().circumstances().language();
    String text = PublicTexts.of(refusal, language);
    HttpReply reply =
        refusal.code() == RefusalCode.MODERATION_BLOCKED
            ? moderation(refusal, text)
            : other(refusal, text);
    ObjectNode gate = ((ObjectNode) reply.body()).putObject("imprimatur");
    gate.put("request_id", refused.ticket().requestId());
    gate.put("step", refusal.step().label());
    gate.set("categories", AnswerJson.categories(refusal));
    refused
        .receipt()
        .ifPresent(receipt -> gate.set("receipt", Json.parse(ReceiptJson.encode(receipt))));
    return reply
        .withHeader("X-Request-Id", refused.ticket().requestId())
        .withHeader("Content-Language", language);
  }

  private static HttpReply moderation(Refusal refusal, String text) {
    String categories = String.join(",", refusal.categories().stream().map(c -> c.id()).toList());
    return reply(
        400,
        "image_generation_user_error",
        refusal.code().code(),
        null,
        "%s safety_violations=[%s]".formatted(text, categories));
  }

  private static HttpReply other(Refusal refusal, String text) {
    int status = status(refusal.code());
    HttpReply reply = reply(status, type(status), refusal.code().code(), null, text);
    String wait = refusal.retryAfter().map(ErrorReply::seconds).orElse(RETRY_SECONDS);
    return status == 429 || status == 503 ? reply.withHeader("Retry-After", wait) : reply;
  }

  /** Rounded up: who comes earlier is refused again. */
  private static String seconds(Duration wait) {
    return String.valueOf(wait.plusMillis(999).toSeconds());
  }

  private static int status(RefusalCode code) {
    return switch (code) {
      case INVALID_REQUEST, LIMIT_EXCEEDED, MODERATION_BLOCKED -> 400;
      case NOT_PERMITTED -> 403;
      case MODEL_NOT_AVAILABLE -> 404;
      case RATE_LIMITED, QUEUE_FULL -> 429;
      case CHECK_UNAVAILABLE, AUDIT_UNAVAILABLE, POLICY_UNAVAILABLE, CANCELLED -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case GENERATION_FAILED, SIGNING_FAILED, INCOMPLETE_TRAIL, INTERNAL -> 500;
    };
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 429 -> "rate_limit_error";
      default -> status >= 500 ? "server_error" : "invalid_request_error";
    };
  }

  private static HttpReply reply(
      int status, String type, String code, @Nullable String param, String message) {
    ObjectNode body = Json.object();
    ObjectNode error = body.putObject("error");
    error.put("message", message);
    error.put("type", type);
    error.put("param", param);
    error.put("code", code);
    return new HttpReply(status, Map.of(), body);
  }
}

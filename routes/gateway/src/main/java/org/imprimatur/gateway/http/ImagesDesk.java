package org.imprimatur.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.ProducerTemplate;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.Refusal;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.StepName;
import org.imprimatur.api.Ticket;
import org.imprimatur.routes.RequestSpan;
import org.imprimatur.routes.StepTracer;
import org.imprimatur.routes.Submission;
import org.imprimatur.routes.TicketOffice;

/**
 * Sends the images of one call down the gate's route, one by one, and forms the reply. Only an
 * {@link Answer} becomes an image on the wire. Thread-safe.
 */
final class ImagesDesk {
  private final TicketOffice tickets;
  private final StepTracer tracer;

  ImagesDesk(TicketOffice tickets, StepTracer tracer) {
    this.tickets = tickets;
    this.tracer = tracer;
  }

  /**
   * The reply to a caller.
   *
   * @param requests reads what the caller sent; may throw {@link InvalidRequest}
   */
  HttpReply answer(
      Visit visit, Supplier<List<GenerationRequest>> requests, ProducerTemplate routes) {
    try {
      List<Answer> answers = new ArrayList<>();
      Circumstances circumstances = visit.circumstances();
      for (GenerationRequest request : requests.get()) {
        Optional<Answer> answer = pass(visit, circumstances, request, routes);
        if (answer.isEmpty()) {
          return ErrorReply.of(
              403,
              RefusalCode.POLICY_UNAVAILABLE.code(),
              "there is no usable policy for the tenant of this token");
        }
        answers.add(answer.get());
        if (answer.get() instanceof Answer.Refused refused && concernsAll(refused.refusal())) {
          break; // the same text, the same refusal
        }
      }
      return reply(answers);
    } catch (InvalidRequest invalid) {
      return ErrorReply.of(invalid);
    }
  }

  private Optional<Answer> pass(
      Visit visit,
      Circumstances circumstances,
      GenerationRequest request,
      ProducerTemplate routes) {
    try (RequestSpan span = tracer.begin(visit.trace(), SpanKind.SERVER)) {
      Optional<Ticket> ticket = tickets.issue(visit.caller(), span.context(), circumstances);
      if (ticket.isEmpty()) {
        span.failed(RefusalCode.POLICY_UNAVAILABLE.code());
        return Optional.empty();
      }
      Submission submission = new Submission(ticket.get(), request);
      Answer answer = routes.requestBody("direct:gate", submission, Answer.class);
      span.answered(answer);
      return Optional.of(answer);
    }
  }

  private static boolean concernsAll(Refusal refusal) {
    return refusal.step() != StepName.CLASSIFY;
  }

  /** With the path under which the caller learns what became of it. */
  private static ObjectNode waiting(Answer.Held held) {
    ObjectNode about = AnswerJson.about(held, "held_for_review");
    return about.put("outcome", "/v1/images/held/" + held.ticket().requestId());
  }

  /** Released images if there are any; else the held ones; else the refusal. */
  private static HttpReply reply(List<Answer> answers) {
    ObjectNode body = Json.object();
    body.put("created", Clock.systemUTC().instant().getEpochSecond());
    ArrayNode data = body.putArray("data");
    ArrayNode held = Json.object().putArray("held");
    List<Answer.Refused> refused = new ArrayList<>();
    for (Answer answer : answers) {
      answer.fold(
          released -> data.add(AnswerJson.datum(released)),
          no -> refused.add(no),
          waiting -> held.add(waiting(waiting)));
    }
    if (data.isEmpty() && held.isEmpty()) {
      return ErrorReply.of(refused.get(0));
    }
    ObjectNode gate = body.putObject("imprimatur");
    gate.set("held", held);
    ArrayNode refusals = gate.putArray("refused");
    refused.forEach(no -> refusals.add(ErrorReply.of(no).body()));
    HttpReply reply = new HttpReply(data.isEmpty() ? 202 : 200, Map.of(), body);
    return reply.withHeader("X-Request-Id", answers.get(0).ticket().requestId());
  }
}

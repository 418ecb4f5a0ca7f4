package org.imprimatur.routes;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import org.imprimatur.api.Answer;
import org.imprimatur.api.TraceContext;

/** The span of one request, from entry to answer. */
public final class RequestSpan implements AutoCloseable {
  private final Span span;

  RequestSpan(Span span) {
    this.span = span;
  }

  /** The context that the request's ticket carries. */
  public TraceContext context() {
    SpanContext context = span.getSpanContext();
    if (!context.isValid()) {
      return TraceContext.NONE;
    }
    return new TraceContext(
        "00-%s-%s-%s"
            .formatted(context.getTraceId(), context.getSpanId(), context.getTraceFlags().asHex()));
  }

  public void answered(Answer answer) {
    StepAttributes.ofAnswer(span, answer);
  }

  /** For requests that fail outside the gate. */
  public void failed(String type) {
    span.setStatus(StatusCode.ERROR);
    span.setAttribute(GateAttributes.ERROR_TYPE, type);
  }

  @Override
  public void close() {
    span.end();
  }
}

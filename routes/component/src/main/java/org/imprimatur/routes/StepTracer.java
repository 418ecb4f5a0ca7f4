package org.imprimatur.routes;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.function.Function;
import java.util.function.Supplier;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Outcome;
import org.imprimatur.api.Passage;
import org.imprimatur.api.Step;
import org.imprimatur.api.StepName;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.TraceContext;

/**
 * The one place where spans are made: one a request and one a step, named {@code
 * imprimatur.<step>}. The parent of a step is the trace context of its ticket, so the tree is the
 * same whichever thread a step runs on. A refusal is not an error of the span; an exception is.
 * Thread-safe.
 */
public final class StepTracer {
  private static final String PREFIX = "imprimatur.";

  private final Tracer tracer;
  private final LongCounter stepsSaved;

  public StepTracer(OpenTelemetry telemetry) {
    tracer = telemetry.getTracer("org.imprimatur");
    stepsSaved =
        telemetry
            .getMeter("org.imprimatur")
            .counterBuilder(GateAttributes.STEPS_SAVED.getKey())
            .setDescription("Steps that were not drawn because a preview was refused")
            .setUnit("{step}")
            .build();
  }

  /** A tracer that leaves no spans. */
  public static StepTracer none() {
    return new StepTracer(OpenTelemetry.noop());
  }

  /**
   * Begins the span of a whole request; its steps become children through {@link
   * RequestSpan#context}.
   */
  public RequestSpan begin(TraceContext parent, SpanKind kind) {
    Span span =
        tracer
            .spanBuilder(PREFIX + "request")
            .setParent(contextOf(parent))
            .setSpanKind(kind)
            .startSpan();
    return new RequestSpan(span);
  }

  /** The same step with a span around it. */
  <I, O> Step<I, O> traced(Step<I, O> step) {
    return new Traced<>(step);
  }

  <O> Passage<O> admission(Ticket ticket, Supplier<Passage<O>> admit) {
    return spanned(
        ticket,
        StepName.ADMIT,
        span -> {
          Passage<O> passage = admit.get();
          StepAttributes.ofPassage(span, passage);
          return passage;
        });
  }

  Answer release(Ticket ticket, Supplier<Answer> release) {
    return spanned(
        ticket,
        StepName.RELEASE,
        span -> {
          Answer answer = release.get();
          StepAttributes.ofAnswer(span, answer);
          return answer;
        });
  }

  private void count(Ticket ticket, Outcome<?> outcome) {
    String saved = outcome.evidence().facts().get("steps.saved");
    if (saved != null) {
      stepsSaved.add(Long.parseLong(saved), Attributes.of(GateAttributes.TENANT, ticket.tenant()));
    }
  }

  private <R> R spanned(Ticket ticket, StepName step, Function<Span, R> work) {
    SpanBuilder builder =
        tracer.spanBuilder(PREFIX + step.label()).setParent(contextOf(ticket.trace()));
    StepAttributes.ofTicket(builder, ticket, step);
    Span span = builder.startSpan();
    try (Scope scope = span.makeCurrent()) {
      return work.apply(span);
    } catch (RuntimeException | Error e) {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute(GateAttributes.ERROR_TYPE, e.getClass().getName());
      throw e;
    } finally {
      span.end();
    }
  }

  /** The remote parent that a {@code traceparent} names; the root where it names none. */
  private static Context contextOf(TraceContext trace) {
    String[] parts = trace.traceparent().split("-", -1);
    if (parts.length != 4 || parts[3].length() != 2) {
      return Context.root();
    }
    SpanContext parent =
        SpanContext.createFromRemoteParent(
            parts[1], parts[2], TraceFlags.fromHex(parts[3], 0), TraceState.getDefault());
    return parent.isValid() ? Context.root().with(Span.wrap(parent)) : Context.root();
  }

  private final class Traced<I, O> implements Step<I, O> {
    private final Step<I, O> step;

    Traced(Step<I, O> step) {
      this.step = step;
    }

    @Override
    public StepName name() {
      return step.name();
    }

    @Override
    public Class<I> takes() {
      return step.takes();
    }

    @Override
    public Outcome<O> apply(Ticket ticket, I input) {
      return spanned(
          ticket,
          step.name(),
          span -> {
            Outcome<O> outcome = step.apply(ticket, input);
            StepAttributes.ofOutcome(span, step.name(), ticket, outcome);
            count(ticket, outcome);
            return outcome;
          });
    }
  }
}

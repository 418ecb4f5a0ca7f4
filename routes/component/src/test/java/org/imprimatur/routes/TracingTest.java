package org.imprimatur.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.TraceContext;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.junit.jupiter.api.Test;

class TracingTest {
  private static final TraceContext CALLERS_TRACE =
      new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  private static final String SECRET = "a red kettle in a secret room";

  @Test
  void a_released_request_is_one_tree_with_a_span_per_step() throws Exception {
    Map<String, Span> spans = spansOf(0.1, SECRET);

    assertThat(spans.keySet())
        .containsExactlyInAnyOrder(
            "imprimatur.request",
            "imprimatur.admit",
            "imprimatur.moderate",
            "imprimatur.generate",
            "imprimatur.classify",
            "imprimatur.sign",
            "imprimatur.release");
    Span root = span(spans, "request");
    assertThat(hex(root.getTraceId())).isEqualTo(CALLERS_TRACE.traceId());
    assertThat(hex(root.getParentSpanId())).isEqualTo("b7ad6b7169203331");
    assertThat(spans.values())
        .filteredOn(span -> !span.equals(root))
        .allMatch(span -> span.getParentSpanId().equals(root.getSpanId()))
        .allMatch(span -> "acme".equals(attribute(span, "imprimatur.tenant")));
    assertThat(attribute(root, "imprimatur.decision")).isEqualTo("released");
    assertThat(attribute(span(spans, "generate"), "gen_ai.operation.name"))
        .isEqualTo("generate_content");
    assertThat(attribute(span(spans, "generate"), "gen_ai.request.model")).isEqualTo("fake");
    assertThat(attribute(span(spans, "classify"), "gen_ai.guardrail.verdict.type"))
        .isEqualTo("allow");
  }

  @Test
  void a_refused_request_has_spans_up_to_the_refusal_and_the_release() throws Exception {
    Map<String, Span> spans = spansOf(0.1, "gore");

    assertThat(spans.keySet())
        .containsExactlyInAnyOrder(
            "imprimatur.request", "imprimatur.admit", "imprimatur.moderate", "imprimatur.release");
    Span moderate = span(spans, "moderate");
    assertThat(attribute(moderate, "gen_ai.guardrail.verdict.type")).isEqualTo("deny");
    assertThat(attribute(moderate, "gen_ai.guardrail.security.risk.category"))
        .isEqualTo("violence");
    assertThat(attribute(moderate, "imprimatur.refusal.code")).isEqualTo("moderation_blocked");
    assertThat(spans.values())
        .noneMatch(span -> span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR);
  }

  @Test
  void no_span_holds_the_prompt() throws Exception {
    assertThat(spansOf(0.1, SECRET).values()).noneMatch(span -> span.toString().contains("secret"));
  }

  private static Map<String, Span> spansOf(double violence, String prompt) throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      try (OpenTelemetrySdk sdk = exportingTo(receiver.endpoint())) {
        StepTracer tracer = new StepTracer(sdk);
        try (TestGate gate = new TestGate(violence, tracer).withShippedRoute();
            RequestSpan span = tracer.begin(CALLERS_TRACE, SpanKind.SERVER)) {
          Ticket plain = Fixtures.ticket(FakePolicy.usual());
          Ticket traced =
              new Ticket(
                  plain.requestId(),
                  plain.caller(),
                  plain.policy(),
                  plain.deadline(),
                  span.context(),
                  plain.circumstances());
          Answer answer = gate.ask(traced, prompt);
          span.answered(answer);
        }
        sdk.getSdkTracerProvider().forceFlush().join(10, TimeUnit.SECONDS);
      }
      return receiver.spans().stream()
          .collect(Collectors.toMap(Span::getName, Function.identity()));
    }
  }

  private static Span span(Map<String, Span> spans, String step) {
    return Objects.requireNonNull(spans.get("imprimatur." + step), step);
  }

  private static OpenTelemetrySdk exportingTo(String endpoint) {
    OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build();
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build())
        .build();
  }

  private static String attribute(Span span, String key) {
    List<KeyValue> found =
        span.getAttributesList().stream().filter(pair -> pair.getKey().equals(key)).toList();
    return found.isEmpty() ? "" : found.get(0).getValue().getStringValue();
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}

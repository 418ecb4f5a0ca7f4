package org.imprimatur.gateway;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry as the standard {@code OTEL_*} variables configure it; off until one of them names
 * an exporter. Metrics and logs stay off unless asked for.
 */
public final class Telemetry implements AutoCloseable {
  private static final Set<String> SWITCHES =
      Set.of(
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
          "OTEL_TRACES_EXPORTER");
  private static final int FLUSH_SECONDS = 5;

  private final @Nullable OpenTelemetrySdk sdk;

  private Telemetry(@Nullable OpenTelemetrySdk sdk) {
    this.sdk = sdk;
  }

  public static Telemetry configured(Map<String, String> environment) {
    if (SWITCHES.stream().noneMatch(environment::containsKey)) {
      return new Telemetry(null);
    }
    Map<String, String> defaults = new HashMap<>();
    defaults.put("otel.service.name", "imprimatur");
    defaults.put("otel.exporter.otlp.protocol", "http/protobuf");
    defaults.put("otel.metrics.exporter", "none");
    defaults.put("otel.logs.exporter", "none");
    return new Telemetry(
        AutoConfiguredOpenTelemetrySdk.builder()
            .addPropertiesSupplier(() -> defaults)
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk());
  }

  public OpenTelemetry api() {
    return sdk == null ? OpenTelemetry.noop() : sdk;
  }

  /** Sends what is left. */
  @Override
  public void close() {
    if (sdk != null) {
      sdk.getSdkTracerProvider().forceFlush().join(FLUSH_SECONDS, TimeUnit.SECONDS);
      sdk.close();
    }
  }
}

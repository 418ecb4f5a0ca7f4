package org.imprimatur.api;

/**
 * The trace that a request belongs to: the {@code traceparent} value of W3C Trace Context, or an
 * empty text where there is none.
 */
public record TraceContext(String traceparent) {
  public static final TraceContext NONE = new TraceContext("");

  /** The 32 hexadecimal digits of the trace id, or an empty text. */
  public String traceId() {
    String[] parts = traceparent.split("-", -1);
    return parts.length == 4 ? parts[1] : "";
  }
}

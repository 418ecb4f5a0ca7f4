package org.imprimatur.api;

import java.util.regex.Pattern;

/**
 * The trace that a request belongs to: the {@code traceparent} value of W3C Trace Context, or an
 * empty text where there is none.
 */
public record TraceContext(String traceparent) {
  public static final TraceContext NONE = new TraceContext("");

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  /** The context that an incoming {@code traceparent} header names; NONE for any other text. */
  public static TraceContext of(String header) {
    return TRACEPARENT.matcher(header).matches() ? new TraceContext(header) : NONE;
  }

  /** The 32 hexadecimal digits of the trace id, or an empty text. */
  public String traceId() {
    String[] parts = traceparent.split("-", -1);
    return parts.length == 4 ? parts[1] : "";
  }
}

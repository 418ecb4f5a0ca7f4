package org.imprimatur.api.spi;

import java.time.Duration;
import java.util.Optional;

/** Why a generation gave no picture. The message is public: it holds no content of the request. */
public final class GenerationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final Duration wait;

  public GenerationFailure(Kind kind, String message) {
    this(kind, message, Duration.ZERO);
  }

  /** A refusal after which {@code wait} is a good time to try again; zero where nobody knows. */
  public GenerationFailure(Kind kind, String message, Duration wait) {
    super(message);
    this.kind = kind;
    this.wait = wait;
  }

  public GenerationFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.wait = Duration.ZERO;
  }

  public Kind kind() {
    return kind;
  }

  /** When the same command may do better; empty where nobody knows. */
  public Optional<Duration> retryAfter() {
    return Optional.of(wait).filter(it -> !it.isZero());
  }

  /** The ways in which a generation ends without a picture. */
  public enum Kind {
    /** The command asks for something that the model cannot do. */
    UNSUPPORTED,
    /** The queue is full; try again later. */
    QUEUE_FULL,
    /** The deadline passed. */
    DEADLINE,
    /** Cancelled from outside. */
    CANCELLED,
    /** The watch stopped it, because of what the preview showed. */
    STOPPED,
    /** The model failed or drew nothing usable. */
    FAILED
  }
}

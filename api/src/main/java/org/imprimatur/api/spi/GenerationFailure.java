package org.imprimatur.api.spi;

/** Why a generation gave no picture. The message is public: it holds no content of the request. */
public final class GenerationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  public GenerationFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public GenerationFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
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

package org.imprimatur.api.spi;

import java.util.concurrent.CompletionStage;

/** One running generation. */
public interface Generation {
  /** Completes with the picture, or exceptionally with a {@link GenerationFailure}. */
  CompletionStage<ImageGenerator.Drawing> result();

  /** Ends the work soon; the result then fails with kind CANCELLED. Idempotent. */
  void cancel();
}

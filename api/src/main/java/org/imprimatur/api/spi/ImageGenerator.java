package org.imprimatur.api.spi;

import org.imprimatur.api.GenerationFacts;
import org.imprimatur.api.RasterImage;

/**
 * A text-to-image model.
 *
 * <p>Promises:
 *
 * <ol>
 *   <li>Thread-safe; {@link #submit} returns at once.
 *   <li>The same command with the same seed gives the same bytes.
 *   <li>A command outside {@link #capabilities} is refused by a failed result, never bent silently.
 *   <li>Work beyond the queue's bound is refused with {@link GenerationFailure.Kind#QUEUE_FULL}.
 *   <li>The result fails with a {@link GenerationFailure} and with nothing else.
 * </ol>
 */
public interface ImageGenerator extends AutoCloseable {
  Capabilities capabilities();

  Generation submit(GenerationCommand command, GenerationWatch watch);

  @Override
  void close();

  /** A finished picture. */
  record Drawing(RasterImage image, GenerationFacts facts) {}
}

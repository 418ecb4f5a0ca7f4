package org.imprimatur.generator.engine;

import java.util.List;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.ImageGenerator.Drawing;
import org.imprimatur.generator.network.Interrupt;

/**
 * A model as the engine sees it.
 *
 * <p>Promises:
 *
 * <ol>
 *   <li>{@link #begin}, {@link #step} and {@link #preview} are called on the engine's stepping
 *       thread, {@link #finish} on its decoding thread, never two of one kind at once.
 *   <li>A raised interrupt ends a call soon, with any exception.
 *   <li>Pictures that are stepped together come out as if each had been stepped alone.
 * </ol>
 */
public interface Pipeline {
  /** What one step of {@code command} costs, in any unit that all pipelines share. */
  long cost(GenerationCommand command);

  /** How many pictures one step may hold. */
  int batchCap();

  /** Everything before the first step. */
  Canvas begin(GenerationCommand command, Interrupt interrupt);

  /**
   * One step of each canvas; all of them have the same lane.
   *
   * @param isLast whether nothing else is at hand to be stepped afterwards, so that memory which
   *     only steps need had better be given back
   */
  void step(List<Canvas> canvases, boolean isLast, Interrupt interrupt);

  /** The unfinished picture. */
  RasterImage preview(Canvas canvas);

  /** Everything after the last step. */
  Drawing finish(Canvas canvas, Interrupt interrupt);
}

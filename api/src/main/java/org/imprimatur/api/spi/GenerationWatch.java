package org.imprimatur.api.spi;

import java.util.function.Supplier;
import org.imprimatur.api.RasterImage;

/** Follows a generation from step to step and may stop it. Called on the generator's thread. */
@FunctionalInterface
public interface GenerationWatch {
  /** Lets everything run. */
  GenerationWatch NONE = progress -> Course.CONTINUE;

  Course afterStep(Progress progress);

  /** Whether the generation goes on. */
  enum Course {
    CONTINUE,
    STOP
  }

  /**
   * One finished step.
   *
   * @param step from 1
   * @param of how many steps there are
   * @param preview the unfinished picture, computed only when asked for; unchecked, so it must not
   *     leave the gate
   */
  record Progress(int step, int of, Supplier<RasterImage> preview) {}
}

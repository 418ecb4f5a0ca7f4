package org.imprimatur.generator.denoise;

import org.imprimatur.api.Size;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.network.Tensor;

/**
 * The inputs of a denoiser that follow from size and guidance instead of the prompt. Immutable.
 *
 * @param sized whether it is told the size of the picture (Podell et al. 2023, section 2.2)
 * @param guidanceWidth how wide the embedding of guidance is that it takes; 0 where it takes none
 * @param scaled whether it takes the scale of guidance itself
 */
public record ExtraInputs(boolean sized, int guidanceWidth, boolean scaled) {
  private static final String SIZE = "time_ids";
  private static final String GUIDANCE = "timestep_cond";
  private static final String SCALE_ITSELF = "guidance";
  private static final double LONGEST = 10_000;
  private static final double SCALE = 1000;

  /**
   * Reads what {@code denoiser} takes.
   *
   * @param configuredWidth the width of the guidance embedding as the configuration tells it
   */
  public static ExtraInputs of(GraphContract denoiser, int configuredWidth) {
    int width =
        denoiser
            .input(GUIDANCE)
            .map(spec -> spec.isFixed(1) ? spec.sides().get(1).intValue() : configuredWidth)
            .orElse(0);
    return new ExtraInputs(
        denoiser.input(SIZE).isPresent(), width, denoiser.input(SCALE_ITSELF).isPresent());
  }

  /** Adds them to what the prompt gave. */
  public Conditioning addTo(Conditioning conditioning, Size size, double guidance) {
    Conditioning added = conditioning;
    if (sized) {
      float[] ids = {size.height(), size.width(), 0, 0, size.height(), size.width()};
      added = added.with(SIZE, Tensor.floats(ids, ids.length));
    }
    if (guidanceWidth > 0) {
      added = added.with(GUIDANCE, Tensor.floats(embed(guidance - 1), guidanceWidth));
    }
    if (scaled) {
      added = added.with(SCALE_ITSELF, Tensor.floats(new float[] {(float) guidance}));
    }
    return added;
  }

  /**
   * Sines and cosines of many wave lengths, as for timesteps (Vaswani et al. 2017, section 3.5).
   */
  private float[] embed(double weight) {
    int half = guidanceWidth / 2;
    float[] embedded = new float[guidanceWidth];
    for (int i = 0; i < half; i++) {
      double angle = SCALE * weight * Math.exp(-Math.log(LONGEST) / (half - 1) * i);
      embedded[i] = (float) Math.sin(angle);
      embedded[half + i] = (float) Math.cos(angle);
    }
    return embedded;
  }
}

package org.imprimatur.generator.denoise;

import java.util.List;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;

/**
 * How a denoiser takes latents and timesteps and gives its answer. Everywhere else latents lie by
 * channel, row and column. Immutable, thread-safe.
 */
sealed interface Layout permits Planes, Patches {
  /** The layout that a graph asks for. */
  static Layout of(GraphContract denoiser) {
    return denoiser.input(Patches.PLACES).isPresent() ? new Patches(denoiser) : new Planes();
  }

  /** The latents of a batch, as they are fed. */
  Tensor fed(LatentShape shape, List<Denoiser.Call> batch);

  /** Inputs that follow from the shape alone. */
  Tensors positions(LatentShape shape, List<Denoiser.Call> batch);

  /** The answer to one picture, by channel, row and column; may be {@code answer} itself. */
  float[] read(LatentShape shape, float[] answer);

  /** A training timestep in the unit of the graph. */
  float timestep(float trained);
}

package org.imprimatur.generator.denoise;

import static org.imprimatur.generator.model.ModelProfile.PATCH_SIDE;

import java.util.List;
import java.util.Map;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;

/**
 * Latents as a row of patches, each a square of two places a side with all channels: batch,
 * patches, numbers. So do transformers of the family of FLUX take them, with the row and column of
 * each patch as an input of its own for their rotary embeddings (Su et al. 2021), and with
 * timesteps from 0 to 1. The order of patches and of the numbers in one is that of diffusers.
 */
final class Patches implements Layout {
  /** The input with the places of patches: something else, row, column. */
  static final String PLACES = "img_ids";

  /** The input with the places of tokens, which are all 0. */
  private static final String TOKEN_PLACES = "txt_ids";

  private static final int AXES = 3;
  private static final float TIMESTEPS = 1000;

  private final boolean placesBatched;
  private final boolean tokensBatched;

  Patches(GraphContract denoiser) {
    this.placesBatched = isBatched(denoiser, PLACES);
    this.tokensBatched = isBatched(denoiser, TOKEN_PLACES);
  }

  private static boolean isBatched(GraphContract denoiser, String input) {
    return denoiser.input(input).map(spec -> spec.rank() == AXES).orElse(false);
  }

  @Override
  public Tensor fed(LatentShape shape, List<Denoiser.Call> batch) {
    float[] values = new float[batch.size() * shape.count()];
    for (int i = 0; i < batch.size(); i++) {
      pack(shape, batch.get(i).latents(), values, i * shape.count());
    }
    return Tensor.floats(values, batch.size(), count(shape), shape.count() / count(shape));
  }

  @Override
  public Tensors positions(LatentShape shape, List<Denoiser.Call> batch) {
    int tokens = (int) batch.get(0).conditioning().inputs().get(Conditioning.HIDDEN_STATES).side(0);
    float[] places = new float[count(shape) * AXES];
    int columns = shape.width() / PATCH_SIDE;
    for (int patch = 0; patch < count(shape); patch++) {
      int row = patch / columns;
      places[patch * AXES + 1] = row;
      places[patch * AXES + 2] = patch - row * columns;
    }
    return new Tensors(
        Map.of(
            PLACES,
            rows(places, placesBatched ? batch.size() : 0),
            TOKEN_PLACES,
            rows(new float[tokens * AXES], tokensBatched ? batch.size() : 0)));
  }

  @Override
  public float[] read(LatentShape shape, float[] answer) {
    float[] latents = new float[answer.length];
    for (int channel = 0, at = 0; channel < shape.channels(); channel++) {
      for (int row = 0; row < shape.height(); row++) {
        for (int column = 0; column < shape.width(); column++, at++) {
          latents[at] = answer[index(shape, channel, row, column)];
        }
      }
    }
    return latents;
  }

  @Override
  public float timestep(float trained) {
    return trained / TIMESTEPS;
  }

  private static void pack(LatentShape shape, float[] latents, float[] into, int from) {
    for (int channel = 0, at = 0; channel < shape.channels(); channel++) {
      for (int row = 0; row < shape.height(); row++) {
        for (int column = 0; column < shape.width(); column++, at++) {
          into[from + index(shape, channel, row, column)] = latents[at];
        }
      }
    }
  }

  /** Where a number of the latents lies in the row of patches. */
  private static int index(LatentShape shape, int channel, int row, int column) {
    int patch = row / PATCH_SIDE * (shape.width() / PATCH_SIDE) + column / PATCH_SIDE;
    int within = row % PATCH_SIDE * PATCH_SIDE + column % PATCH_SIDE;
    return (patch * shape.channels() + channel) * PATCH_SIDE * PATCH_SIDE + within;
  }

  private static int count(LatentShape shape) {
    return shape.places() / (PATCH_SIDE * PATCH_SIDE);
  }

  /** Rows of three numbers, once for all pictures where {@code batch} is 0. */
  private static Tensor rows(float[] rows, int batch) {
    if (batch == 0) {
      return Tensor.floats(rows, rows.length / AXES, AXES);
    }
    float[] repeated = new float[batch * rows.length];
    for (int i = 0; i < batch; i++) {
      System.arraycopy(rows, 0, repeated, i * rows.length, rows.length);
    }
    return Tensor.floats(repeated, batch, rows.length / AXES, AXES);
  }
}

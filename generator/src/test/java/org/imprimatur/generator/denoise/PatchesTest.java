package org.imprimatur.generator.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.imprimatur.generator.model.ElementType;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.model.TensorSpec;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;
import org.junit.jupiter.api.Test;

class PatchesTest {
  /** Two channels of 2 x 4: two patches. */
  private static final LatentShape SHAPE = new LatentShape(2, 2, 4);

  private static final float[] LATENTS = {
    0, 1, 2, 3, 4, 5, 6, 7, 100, 101, 102, 103, 104, 105, 106, 107
  };

  @Test
  void aPatchHoldsTheSquareOfEachChannelRowByRow() {
    Tensor fed = new Patches(contract(2)).fed(SHAPE, List.of(call(LATENTS)));

    assertThat(fed.shape()).containsExactly(1, 2, 8);
    assertThat(fed.floats())
        .containsExactly(
            0, 1, 4, 5, 100, 101, 104, 105, //
            2, 3, 6, 7, 102, 103, 106, 107);
  }

  @Test
  void whatIsReadIsWhatWasFed() {
    Patches patches = new Patches(contract(2));

    assertThat(patches.read(SHAPE, patches.fed(SHAPE, List.of(call(LATENTS))).floats()))
        .containsExactly(LATENTS);
  }

  @Test
  void picturesOfABatchFollowEachOther() {
    float[] other = LATENTS.clone();
    other[0] = 50;

    Tensor fed = new Patches(contract(2)).fed(SHAPE, List.of(call(LATENTS), call(other)));

    assertThat(fed.shape()).containsExactly(2, 2, 8);
    assertThat(fed.floats()[0]).isZero();
    assertThat(fed.floats()[16]).isEqualTo(50);
  }

  @Test
  void placesAreRowAndColumnOfEachPatchAndNothingForTokens() {
    LatentShape shape = new LatentShape(1, 4, 6);
    Tensors places = new Patches(contract(2)).positions(shape, List.of(call(new float[24])));

    assertThat(places.get("img_ids").shape()).containsExactly(6, 3);
    assertThat(places.get("img_ids").floats())
        .containsExactly(0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 1, 0, 0, 1, 1, 0, 1, 2);
    assertThat(places.get("txt_ids").shape()).containsExactly(5, 3);
    assertThat(places.get("txt_ids").floats()).containsOnly(0);
  }

  @Test
  void olderGraphsAreGivenThePlacesOfEachPicture() {
    List<Denoiser.Call> batch = List.of(call(LATENTS), call(LATENTS));
    Tensors places = new Patches(contract(3)).positions(SHAPE, batch);

    assertThat(places.get("img_ids").shape()).containsExactly(2, 2, 3);
    assertThat(places.get("img_ids").floats()).containsExactly(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1);
    assertThat(places.get("txt_ids").shape()).containsExactly(2, 5, 3);
  }

  private static Denoiser.Call call(float[] latents) {
    Tensor states = Tensor.floats(new float[5 * 3], 5, 3);
    return new Denoiser.Call(
        latents,
        new float[0],
        500,
        new Conditioning(Tensors.of(Conditioning.HIDDEN_STATES, states)));
  }

  private static GraphContract contract(int rank) {
    List<Long> free = Stream.generate(() -> TensorSpec.FREE).limit(rank).toList();
    return new GraphContract(
        Path.of("model.onnx"),
        List.of(
            new TensorSpec("img_ids", ElementType.FLOAT32, free),
            new TensorSpec("txt_ids", ElementType.FLOAT32, free)),
        List.of(),
        List.of());
  }
}

package org.imprimatur.generator.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import org.imprimatur.api.RasterImage;
import org.imprimatur.generator.Goldens;
import org.imprimatur.generator.denoise.LatentShape;
import org.imprimatur.generator.model.ModelFolder;
import org.imprimatur.generator.model.ModelProfile;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.noise.TorchCpuNoise;
import org.imprimatur.generator.onnx.OnnxRuntime;
import org.imprimatur.generator.onnx.Provider;
import org.junit.jupiter.api.Test;

/** A large picture in tiles looks like the same picture decoded at once. */
class TiledDecodingTest {
  @Test
  void aDecoderWithoutSightOfItsNeighboursGivesTheSamePicture() {
    assertThat(largestDifference("flow", 20, 27, 128)).isLessThanOrEqualTo(1);
  }

  @Test
  void aDecoderThatSeesTheWholePictureGivesNearlyTheSame() {
    assertThat(meanDifference("sd15", 40, 24, 128)).isLessThan(12);
  }

  @Test
  void theWeightsOfAllPartsAddUpToOneEverywhere() {
    for (int side : new int[] {9, 16, 17, 23, 64, 129}) {
      Tiling tiling = Tiling.of(side, 8);
      float[] sums = new float[side * 4];
      for (int part = 0; part < tiling.count(); part++) {
        float[] weights = tiling.weights(part, 4);
        for (int i = 0; i < weights.length; i++) {
          sums[tiling.start(part) * 4 + i] += weights[i];
        }
      }
      for (float sum : sums) {
        assertThat(sum).isBetween(0.9999f, 1.0001f);
      }
    }
  }

  @Test
  void everyPartOverlapsTheNextByAQuarter() {
    for (int side = 9; side < 200; side++) {
      Tiling tiling = Tiling.of(side, 8);
      for (int part = 1; part < tiling.count(); part++) {
        int overlap = tiling.start(part - 1) + tiling.length() - tiling.start(part);
        assertThat(overlap).isGreaterThanOrEqualTo(2);
      }
      assertThat(tiling.start(tiling.count() - 1) + tiling.length()).isEqualTo(side);
    }
  }

  @Test
  void aNumberThatIsNoneInOneTileIsRefused() {
    Mosaic mosaic = new Mosaic(Tiling.of(2, 2), Tiling.of(2, 2), 1);
    float[] tile = new float[12];
    tile[7] = Float.NaN;
    FloatBuffer planes = mosaic.add(new Mosaic.Spot(0, 0), FloatBuffer.wrap(tile)).planes();

    assertThatThrownBy(() -> Pixels.fromPlanes(planes, mosaic.size()))
        .isInstanceOf(UnusablePicture.class);
  }

  private static int largestDifference(String family, int height, int width, int tile) {
    int largest = 0;
    for (int difference : differences(family, height, width, tile)) {
      largest = Math.max(largest, difference);
    }
    return largest;
  }

  private static double meanDifference(String family, int height, int width, int tile) {
    double sum = 0;
    int[] differences = differences(family, height, width, tile);
    for (int difference : differences) {
      sum += difference;
    }
    return sum / differences.length;
  }

  /** How many levels each sample differs by. */
  private static int[] differences(String family, int height, int width, int tile) {
    ModelProfile profile = ModelProfile.read(ModelFolder.open(Goldens.model(family)));
    LatentShape shape = new LatentShape(profile.latents().channels(), height, width);
    float[] latents = new TorchCpuNoise(3).next(shape.count());
    try (Network network = OnnxRuntime.start(1, Provider.CPU).load(profile.graphs().decoder())) {
      byte[] whole = decoded(network, profile, shape, latents, 4096).toByteArray();
      byte[] tiled = decoded(network, profile, shape, latents, tile).toByteArray();
      int[] differences = new int[whole.length];
      for (int i = 0; i < whole.length; i++) {
        differences[i] = Math.abs((whole[i] & 0xff) - (tiled[i] & 0xff));
      }
      return differences;
    }
  }

  private static RasterImage decoded(
      Network network, ModelProfile profile, LatentShape shape, float[] latents, int tile) {
    return new Decoder(network, profile.latents(), tile).decode(shape, latents, new Interrupt());
  }
}

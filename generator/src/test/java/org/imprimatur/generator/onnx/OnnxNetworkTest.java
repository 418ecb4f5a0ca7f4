package org.imprimatur.generator.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.imprimatur.generator.Goldens;
import org.imprimatur.generator.model.ModelFolder;
import org.imprimatur.generator.model.ModelProfile;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.network.RunInterrupted;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;
import org.imprimatur.generator.noise.TorchCpuNoise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that share memory, one after another or at once, never see each other's numbers. */
class OnnxNetworkTest {
  private final Network decoder =
      OnnxRuntime.start(1, Provider.CPU)
          .load(ModelProfile.read(ModelFolder.open(Goldens.model("flow"))).graphs().decoder());

  @AfterEach
  void close() {
    decoder.close();
  }

  @Test
  void aResultStaysAsItIsWhenTheNextRunTakesTheSamePlaces() {
    float[] first = run(1, 16);
    float[] kept = first.clone();
    float[] second = run(2, 16);
    float[] again = run(1, 16);

    assertThat(first).containsExactly(kept);
    assertThat(again).containsExactly(kept);
    assertThat(second).isNotEqualTo(kept);
  }

  @Test
  void inputsOfManyShapesMayAlternate() {
    for (int round = 0; round < 3; round++) {
      for (int side = 2; side < 10; side++) {
        assertThat(run(side, side)).hasSize(3 * side * side * 256);
      }
    }
  }

  @Test
  void runsAtOnceGiveWhatRunsAloneGive() {
    List<float[]> alone = new ArrayList<>();
    for (int seed = 0; seed < 8; seed++) {
      alone.add(run(seed, 16));
    }
    List<CompletableFuture<float[]>> together = new ArrayList<>();
    for (int seed = 0; seed < 8; seed++) {
      int own = seed;
      together.add(CompletableFuture.supplyAsync(() -> run(own, 16)));
    }
    for (int seed = 0; seed < 8; seed++) {
      assertThat(together.get(seed).join()).containsExactly(alone.get(seed));
    }
  }

  @Test
  void whatIsReadInPlaceIsWhatIsCopied() {
    float[] copied = run(5, 16);
    for (int i = 0; i < 2; i++) {
      float[] read =
          decoder.readAndShrink(
              latents(5, 16),
              "sample",
              new Interrupt(),
              (numbers, shape) -> {
                float[] copy = new float[numbers.remaining()];
                numbers.get(0, copy);
                return copy;
              });
      assertThat(read).containsExactly(copied);
    }
  }

  @Test
  void aRaisedInterruptKeepsARunFromBeginning() {
    Interrupt interrupt = new Interrupt();
    interrupt.raise();
    assertThatThrownBy(() -> decoder.run(latents(1, 16), Set.of("sample"), interrupt))
        .isInstanceOf(RunInterrupted.class);
    assertThat(run(1, 16)).isNotEmpty();
  }

  private float[] run(int seed, int side) {
    return decoder
        .run(latents(seed, side), Set.of("sample"), new Interrupt())
        .get("sample")
        .floats();
  }

  private static Tensors latents(int seed, int side) {
    float[] numbers = new TorchCpuNoise(seed).next(8 * side * side);
    return Tensors.of("latent_sample", Tensor.floats(numbers, 1, 8, side, side));
  }
}

package org.imprimatur.generator.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoxMullerTest {
  private static final int PAIRS = 512;
  private static final int HALF = BoxMuller.BLOCK / 2;

  @Test
  void normalNumbersAreThoseOfTheExactFunctions() {
    int[] uniform = new Random(1).ints(2 * PAIRS, 0, 1 << 24).toArray();
    uniform[0] = 0;
    uniform[1] = 1;
    uniform[2] = (1 << 24) - 1;
    uniform[HALF] = 0;
    uniform[HALF + 1] = (1 << 24) - 1;
    float[] normal = new float[2 * PAIRS + 3];
    new BoxMuller(PAIRS).transform(uniform, PAIRS, normal, 3);

    for (int block = 0; block < uniform.length; block += BoxMuller.BLOCK) {
      for (int i = block; i < block + HALF; i++) {
        double radius = Math.sqrt(-2 * Math.log1p(-uniform[i] * 0x1p-24));
        double angle = 2 * Math.PI * uniform[i + HALF] * 0x1p-24;
        assertThat(normal[3 + i]).isCloseTo((float) (radius * Math.cos(angle)), within(5e-7f));
        assertThat(normal[3 + i + HALF])
            .isCloseTo((float) (radius * Math.sin(angle)), within(5e-7f));
      }
    }
  }

  @Test
  void noMorePairsAreWrittenThanAskedFor() {
    float[] normal = new float[2 * BoxMuller.BLOCK];
    int[] uniform = new Random(1).ints(2 * PAIRS, 0, 1 << 24).toArray();
    new BoxMuller(PAIRS).transform(uniform, HALF, normal, 0);

    assertThat(Arrays.copyOfRange(normal, BoxMuller.BLOCK, normal.length)).containsOnly(0);
  }
}

package org.imprimatur.generator.noise;

/**
 * The generator MT19937 of Matsumoto and Nishimura, "Mersenne Twister" (ACM TOMACS 8, 1998), seeded
 * with 32 bits. One thread.
 */
final class MersenneTwister {
  private static final int LENGTH = 624;
  private static final int MIDDLE = 397;

  private final int[] state = new int[LENGTH];
  private int used = LENGTH;

  MersenneTwister(long seed) {
    state[0] = (int) seed;
    for (int i = 1; i < LENGTH; i++) {
      state[i] = 1_812_433_253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }
  }

  /** 32 random bits. */
  int next() {
    if (used == LENGTH) {
      refill();
    }
    int bits = state[used++];
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return bits ^ bits >>> 18;
  }

  private void refill() {
    for (int i = 0; i < LENGTH; i++) {
      int joined = (state[i] & 0x80000000) | (state[(i + 1) % LENGTH] & 0x7fffffff);
      int twisted = joined >>> 1 ^ ((joined & 1) == 0 ? 0 : 0x9908b0df);
      state[i] = state[(i + MIDDLE) % LENGTH] ^ twisted;
    }
    used = 0;
  }
}

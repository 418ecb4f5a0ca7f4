package org.imprimatur.generator.noise;

/**
 * The generator MT19937 of Matsumoto and Nishimura, "Mersenne Twister" (ACM TOMACS 8, 1998), seeded
 * with 32 bits. One thread.
 */
final class MersenneTwister {
  private static final int LENGTH = 624;
  private static final int MIDDLE = 397;

  private int[] state = new int[LENGTH];
  private int[] other = new int[LENGTH];
  private final int[] following = new int[LENGTH];
  private final int[] twisted = new int[LENGTH];
  private int used = LENGTH;

  MersenneTwister(long seed) {
    state[0] = (int) seed;
    for (int i = 1; i < LENGTH; i++) {
      state[i] = 1_812_433_253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }
  }

  /** The next {@code count} words of 32 random bits, from the start of {@code words}. */
  void next(int[] words, int count) {
    int done = 0;
    while (done < count) {
      if (used == LENGTH) {
        refill();
      }
      int part = Math.min(count - done, LENGTH - used);
      System.arraycopy(state, used, words, done, part);
      used += part;
      done += part;
    }
    for (int i = 0; i < count; i++) {
      words[i] = tempered(words[i]);
    }
  }

  private static int tempered(int word) {
    int bits = word ^ word >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return bits ^ bits >>> 18;
  }

  /**
   * From one array to another, and each loop with one thing to do, so that they can be made of
   * vector instructions: a loop that reads one array at neighbouring places cannot.
   */
  private void refill() {
    int[] old = state;
    int[] next = other;
    System.arraycopy(old, 1, following, 0, LENGTH - 1);
    for (int i = 0; i < LENGTH - 1; i++) {
      twisted[i] = twist(old[i], following[i]);
    }
    int tail = LENGTH - MIDDLE;
    for (int i = 0; i < tail; i++) {
      next[i] = old[i + MIDDLE] ^ twisted[i];
    }
    for (int i = tail; i < LENGTH - 1; i++) {
      next[i] = next[i - tail] ^ twisted[i];
    }
    next[LENGTH - 1] = next[MIDDLE - 1] ^ twist(old[LENGTH - 1], next[0]);
    state = next;
    other = old;
    used = 0;
  }

  private static int twist(int one, int next) {
    int joined = (one & 0x80000000) | (next & 0x7fffffff);
    return joined >>> 1 ^ (joined & 1) * 0x9908b0df;
  }
}

package org.imprimatur.provenance;

import java.util.Arrays;
import java.util.Random;

/** Breaks files in many ways, the same ways for the same seed. */
final class Mutations {
  private final Random random;

  Mutations(long seed) {
    this.random = new Random(seed);
  }

  /** A copy of {@code file} with a few changes. */
  byte[] of(byte[] file) {
    byte[] changed = file.clone();
    int edits = 1 + random.nextInt(4);
    for (int i = 0; i < edits; i++) {
      changed = edit(changed);
    }
    return changed;
  }

  private byte[] edit(byte[] file) {
    if (file.length < 2) {
      return file;
    }
    int at = random.nextInt(file.length);
    switch (random.nextInt(6)) {
      case 0 -> file[at] = (byte) random.nextInt(256);
      case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> file[at] = (byte) 0xff;
      case 3 -> Arrays.fill(file, at, Math.min(file.length, at + 4), (byte) random.nextInt(2));
      case 4 -> {
        return Arrays.copyOf(file, at);
      }
      default -> {
        return spliced(file, at);
      }
    }
    return file;
  }

  /** Takes out or doubles a piece. */
  private byte[] spliced(byte[] file, int at) {
    int count = Math.min(file.length - at, 1 + random.nextInt(64));
    boolean takeOut = random.nextBoolean();
    byte[] result = new byte[file.length + (takeOut ? -count : count)];
    System.arraycopy(file, 0, result, 0, at);
    int from = takeOut ? at + count : at;
    if (!takeOut) {
      System.arraycopy(file, at, result, at, count);
    }
    int to = takeOut ? at : at + count;
    System.arraycopy(file, from, result, to, file.length - from);
    return result;
  }
}

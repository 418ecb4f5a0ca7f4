package org.imprimatur.routes;

import java.time.Duration;
import org.imprimatur.api.History;

/**
 * A count of what happened within a stretch of time that ends now, kept in slots of equal length.
 * The slot that is running counts besides the whole ones, so the stretch is at least as long as it
 * says, never shorter. Confined to its owner's lock.
 */
final class SlidingCount {
  private final long slotMillis;
  private final int[] slots;
  private long newest;

  /** Over {@code slots} slots of the given length. */
  SlidingCount(Duration slot, int slots) {
    this.slotMillis = slot.toMillis();
    this.slots = new int[slots + 1];
  }

  void add(long now) {
    advance(now);
    slots[index(newest)]++;
  }

  /** Takes back one that was added at {@code then}. */
  void takeBack(long then) {
    long slot = then / slotMillis;
    if (slot > newest - slots.length && slots[index(slot)] > 0) {
      slots[index(slot)]--;
    }
  }

  int count(long now) {
    advance(now);
    int sum = 0;
    for (int slot : slots) {
      sum += slot;
    }
    return sum;
  }

  History.Window window(long now) {
    int count = count(now);
    for (long slot = newest - slots.length + 1; count > 0 && slot <= newest; slot++) {
      if (slots[index(slot)] > 0) {
        long leaves = (slot + slots.length) * slotMillis;
        return new History.Window(count, Duration.ofMillis(leaves - now));
      }
    }
    return History.Window.NONE;
  }

  /** A clock that is set back does not bring old counts back. */
  private void advance(long now) {
    long current = Math.max(newest, now / slotMillis);
    for (long slot = Math.max(newest + 1, current - slots.length + 1); slot <= current; slot++) {
      slots[index(slot)] = 0;
    }
    newest = current;
  }

  private int index(long slot) {
    return Math.floorMod(slot, slots.length);
  }
}

package org.imprimatur.generator.engine;

import java.time.Clock;
import java.util.concurrent.ThreadFactory;

/**
 * What an engine is built from.
 *
 * @param capacity how many pictures may wait or be drawn at once; a single tenant gets at most
 *     three quarters of them
 */
public record EngineSettings(int capacity, Clock clock, ThreadFactory threads) {
  public EngineSettings {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, got " + capacity);
    }
  }

  int capacityOfOneTenant() {
    return Math.max(1, capacity - capacity / 4);
  }
}

package org.imprimatur.generator.network;

/**
 * A one-way switch that ends the run of a graph from another thread. Once raised it stays raised.
 * Thread-safe.
 */
public final class Interrupt {
  private Runnable terminate = Interrupt::nothing;
  private boolean raised;

  /** Ends the run that is under way, and every later one. */
  public synchronized void raise() {
    raised = true;
    terminate.run();
  }

  public synchronized boolean isRaised() {
    return raised;
  }

  /**
   * Announces a run that {@code terminate} ends, until the guard is closed.
   *
   * @throws RunInterrupted if the switch is already raised
   */
  public synchronized Guard guard(Runnable terminate) {
    if (raised) {
      throw new RunInterrupted();
    }
    this.terminate = terminate;
    return this::release;
  }

  private synchronized void release() {
    terminate = Interrupt::nothing;
  }

  private static void nothing() {}

  /** Stands for a run under way; closing it says that the run is over. */
  @FunctionalInterface
  public interface Guard extends AutoCloseable {
    @Override
    void close();
  }
}

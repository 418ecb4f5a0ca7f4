package org.imprimatur.bench;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.network.NetworkLoader;
import org.imprimatur.generator.network.Tensors;

/** Counts the time that passes within the runs of graphs. Thread-safe. */
final class TimedNetworks implements NetworkLoader {
  private final NetworkLoader loader;
  private final AtomicLong nanos = new AtomicLong();

  TimedNetworks(NetworkLoader loader) {
    this.loader = loader;
  }

  /** What was counted since this was last asked. */
  long takeNanos() {
    return nanos.getAndSet(0);
  }

  @Override
  public Network load(GraphContract contract) {
    return new Timed(loader.load(contract));
  }

  private <T> T timed(Supplier<T> run) {
    long before = System.nanoTime();
    try {
      return run.get();
    } finally {
      nanos.addAndGet(System.nanoTime() - before);
    }
  }

  private final class Timed implements Network {
    private final Network network;

    Timed(Network network) {
      this.network = network;
    }

    @Override
    public GraphContract contract() {
      return network.contract();
    }

    @Override
    public Tensors run(Tensors inputs, Set<String> outputs, Interrupt interrupt) {
      return timed(() -> network.run(inputs, outputs, interrupt));
    }

    @Override
    public Tensors runAndShrink(Tensors inputs, Set<String> outputs, Interrupt interrupt) {
      return timed(() -> network.runAndShrink(inputs, outputs, interrupt));
    }

    /** What the reader does is the generator's own work. */
    @Override
    public <T> T readAndShrink(
        Tensors inputs, String output, Interrupt interrupt, Reader<T> reader) {
      return timed(
          () ->
              network.readAndShrink(
                  inputs,
                  output,
                  interrupt,
                  (numbers, shape) -> {
                    long before = System.nanoTime();
                    T read = reader.read(numbers, shape);
                    nanos.addAndGet(before - System.nanoTime());
                    return read;
                  }));
    }

    @Override
    public void close() {
      network.close();
    }
  }
}

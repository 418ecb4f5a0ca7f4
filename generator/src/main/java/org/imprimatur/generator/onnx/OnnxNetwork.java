package org.imprimatur.generator.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.model.TensorSpec;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.network.NetworkFailure;
import org.imprimatur.generator.network.RunInterrupted;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;

/** A session of ONNX Runtime. Closing waits for the runs under way. */
final class OnnxNetwork implements Network {
  private static final String SHRINK = "memory.enable_memory_arena_shrinkage";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final GraphContract contract;
  private final ReadWriteLock lifetime = new ReentrantReadWriteLock();

  OnnxNetwork(OrtEnvironment environment, OrtSession session, GraphContract contract) {
    this.environment = environment;
    this.session = session;
    this.contract = contract;
  }

  @Override
  public GraphContract contract() {
    return contract;
  }

  @Override
  public Tensors run(Tensors inputs, Set<String> outputs, Interrupt interrupt) {
    return runWith(Map.of(), inputs, outputs, interrupt);
  }

  @Override
  public Tensors runAndShrink(Tensors inputs, Set<String> outputs, Interrupt interrupt) {
    return runWith(Map.of(SHRINK, "cpu:0"), inputs, outputs, interrupt);
  }

  @Override
  public void close() {
    lifetime.writeLock().lock();
    try {
      session.close();
    } catch (OrtException e) {
      throw new NetworkFailure(contract.file() + ": cannot be closed", e);
    } finally {
      lifetime.writeLock().unlock();
    }
  }

  @SuppressWarnings("try") // the guard works by being open
  private Tensors runWith(
      Map<String, String> entries, Tensors inputs, Set<String> outputs, Interrupt interrupt) {
    lifetime.readLock().lock();
    try (OrtSession.RunOptions options = new OrtSession.RunOptions()) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        options.addRunConfigEntry(entry.getKey(), entry.getValue());
      }
      try (Interrupt.Guard guard = interrupt.guard(() -> terminate(options))) {
        return run(inputs, outputs, options);
      }
    } catch (OrtException e) {
      if (interrupt.isRaised()) {
        throw new RunInterrupted();
      }
      throw new NetworkFailure(contract.file() + ": the run failed: " + e.getMessage(), e);
    } finally {
      lifetime.readLock().unlock();
    }
  }

  private Tensors run(Tensors inputs, Set<String> outputs, OrtSession.RunOptions options)
      throws OrtException {
    Map<String, OnnxTensor> fed = new HashMap<>();
    try {
      for (Map.Entry<String, Tensor> input : inputs.byName().entrySet()) {
        fed.put(input.getKey(), Conversions.toRuntime(environment, input.getValue(), type(input)));
      }
      try (OrtSession.Result result = session.run(fed, outputs, options)) {
        Map<String, Tensor> read = new LinkedHashMap<>();
        for (String name : outputs) {
          OnnxTensor value = (OnnxTensor) result.get(name).orElseThrow();
          read.put(name, Conversions.fromRuntime(value));
        }
        return new Tensors(read);
      }
    } finally {
      fed.values().forEach(OnnxTensor::close);
    }
  }

  private TensorSpec type(Map.Entry<String, Tensor> input) {
    return contract
        .input(input.getKey())
        .orElseThrow(() -> new IllegalArgumentException("no input " + input.getKey()));
  }

  private static void terminate(OrtSession.RunOptions options) {
    try {
      options.setTerminate(true);
    } catch (OrtException e) {
      throw new NetworkFailure("the run cannot be terminated", e);
    }
  }
}

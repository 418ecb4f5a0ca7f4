package org.imprimatur.generator.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.network.NetworkFailure;
import org.imprimatur.generator.network.RunInterrupted;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;

/** A session of ONNX Runtime. Closing waits for the runs under way. */
final class OnnxNetwork implements Network {
  private static final Map<String, String> SHRINKING =
      Map.of("memory.enable_memory_arena_shrinkage", "cpu:0");
  private static final long MAX_KEPT_BYTES = 8L << 20;
  private static final int MAX_KEPT = 4;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final GraphContract contract;
  private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
  private final Map<Key, Workspace> spare = new ConcurrentHashMap<>();

  /** What runs have in common that may share a workspace. */
  private record Key(Map<String, List<Long>> shapes, Set<String> outputs) {
    static Key of(Tensors inputs, Set<String> outputs) {
      Map<String, List<Long>> shapes = new HashMap<>();
      inputs
          .byName()
          .forEach(
              (name, tensor) -> shapes.put(name, Arrays.stream(tensor.shape()).boxed().toList()));
      return new Key(shapes, outputs);
    }
  }

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
    return runWith(Map.of(), inputs, outputs, interrupt, OnnxNetwork::copy);
  }

  @Override
  public Tensors runAndShrink(Tensors inputs, Set<String> outputs, Interrupt interrupt) {
    return runWith(SHRINKING, inputs, outputs, interrupt, OnnxNetwork::copy);
  }

  @Override
  public <T> T readAndShrink(
      Tensors inputs, String output, Interrupt interrupt, Network.Reader<T> reader) {
    return runWith(
        SHRINKING,
        inputs,
        Set.of(output),
        interrupt,
        views -> {
          Workspace.View view = Objects.requireNonNull(views.get(output));
          return reader.read(view.numbers(), view.shape());
        });
  }

  @Override
  public void close() {
    lifetime.writeLock().lock();
    try {
      spare.forEach((key, workspace) -> workspace.close());
      spare.clear();
      session.close();
    } catch (OrtException e) {
      throw new NetworkFailure(contract.file() + ": cannot be closed", e);
    } finally {
      lifetime.writeLock().unlock();
    }
  }

  @SuppressWarnings("try") // the guard works by being open
  private <T> T runWith(
      Map<String, String> entries,
      Tensors inputs,
      Set<String> outputs,
      Interrupt interrupt,
      Function<Map<String, Workspace.View>, T> reader) {
    lifetime.readLock().lock();
    try (OrtSession.RunOptions options = new OrtSession.RunOptions()) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        options.addRunConfigEntry(entry.getKey(), entry.getValue());
      }
      Key key = Key.of(inputs, outputs);
      Workspace workspace = borrow(key);
      try (Interrupt.Guard guard = interrupt.guard(() -> terminate(options))) {
        return reader.apply(workspace.run(session, inputs, outputs, options));
      } finally {
        giveBack(key, workspace);
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

  private static Tensors copy(Map<String, Workspace.View> views) {
    Map<String, Tensor> copies = new HashMap<>();
    views.forEach((name, view) -> copies.put(name, view.tensor()));
    return new Tensors(copies);
  }

  private Workspace borrow(Key key) {
    Workspace kept = spare.remove(key);
    return kept == null ? new Workspace(environment, contract) : kept;
  }

  /** Keeps a small workspace for the next run with such inputs, and few of them. */
  private void giveBack(Key key, Workspace workspace) {
    if (workspace.bytes() > MAX_KEPT_BYTES || spare.size() >= MAX_KEPT) {
      workspace.close();
      return;
    }
    Workspace other = spare.put(key, workspace);
    if (other != null) {
      other.close();
    }
  }

  private static void terminate(OrtSession.RunOptions options) {
    try {
      options.setTerminate(true);
    } catch (OrtException e) {
      throw new NetworkFailure("the run cannot be terminated", e);
    }
  }
}

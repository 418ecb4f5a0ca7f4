package org.imprimatur.generator.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.network.NetworkLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime as this JVM has it: one environment, one pool of threads for all graphs, without
 * spinning. Where other code made the environment first, each graph gets a pool of its own.
 * Thread-safe.
 */
public final class OnnxRuntime implements NetworkLoader {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxRuntime.class);
  private static boolean poolIsShared;

  private final OrtEnvironment environment;
  private final int threads;
  private final Provider provider;
  private final Set<Path> warned = ConcurrentHashMap.newKeySet();

  private OnnxRuntime(OrtEnvironment environment, int threads, Provider provider) {
    this.environment = environment;
    this.threads = threads;
    this.provider = provider;
  }

  /**
   * The runtime with {@code threads} threads inside a graph. The first call in a JVM decides the
   * size of the shared pool.
   *
   * @throws ConfigurationException if the runtime cannot start or was built without the provider
   */
  public static OnnxRuntime start(int threads, Provider provider) {
    try {
      provider.requireBuiltIn();
      return new OnnxRuntime(environment(threads), threads, provider);
    } catch (OrtException e) {
      throw new ConfigurationException(
          "ONNX Runtime cannot start: " + e.getMessage() + "; check its native library", e);
    }
  }

  @Override
  public Network load(GraphContract contract) {
    warnOfHalfPrecision(contract);
    try (OrtSession.SessionOptions options = options()) {
      return new OnnxNetwork(
          environment, environment.createSession(contract.file().toString(), options), contract);
    } catch (OrtException e) {
      throw new ConfigurationException(
          contract.file() + ": ONNX Runtime cannot load it: " + e.getMessage(), e);
    }
  }

  /** A CPU computes in single precision: it converts there and back at each operator. */
  private void warnOfHalfPrecision(GraphContract contract) {
    if (contract.isInHalfPrecision() && provider == Provider.CPU && warned.add(model(contract))) {
      LOG.atWarn()
          .addKeyValue("model", model(contract))
          .log("a model in half precision is slow on a CPU; export it in single precision");
    }
  }

  /** The folder of the model, in which each graph has a folder. */
  private static Path model(GraphContract contract) {
    return contract.file().toAbsolutePath().resolve("../..").normalize();
  }

  private OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setDeterministicCompute(true);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
    if (isPoolShared()) {
      options.disablePerSessionThreads();
    } else {
      options.setIntraOpNumThreads(threads);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
    }
    provider.addTo(options);
    return options;
  }

  private static synchronized boolean isPoolShared() {
    return poolIsShared;
  }

  private static synchronized OrtEnvironment environment(int threads) throws OrtException {
    if (poolIsShared) {
      return OrtEnvironment.getEnvironment();
    }
    try (OrtEnvironment.ThreadingOptions pool = new OrtEnvironment.ThreadingOptions()) {
      pool.setGlobalIntraOpNumThreads(threads);
      pool.setGlobalInterOpNumThreads(1);
      pool.setGlobalSpinControl(false);
      OrtEnvironment made =
          OrtEnvironment.getEnvironment(
              OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "imprimatur", pool);
      poolIsShared = true;
      return made;
    } catch (IllegalStateException e) {
      return OrtEnvironment.getEnvironment();
    }
  }
}

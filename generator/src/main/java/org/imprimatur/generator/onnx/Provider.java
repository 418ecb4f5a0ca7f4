package org.imprimatur.generator.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import java.util.Arrays;
import java.util.Locale;
import org.imprimatur.api.ConfigurationException;

/**
 * What the graphs run on. All but the CPU need a build of ONNX Runtime that the user puts on the
 * class path before the one that comes along.
 */
public enum Provider {
  CPU(OrtProvider.CPU, "com.microsoft.onnxruntime:onnxruntime"),
  CUDA(OrtProvider.CUDA, "com.microsoft.onnxruntime:onnxruntime_gpu"),
  OPENVINO(OrtProvider.OPEN_VINO, "ONNX Runtime built with --use_openvino"),
  COREML(OrtProvider.CORE_ML, "com.microsoft.onnxruntime:onnxruntime on macOS"),
  DIRECTML(OrtProvider.DIRECT_ML, "ONNX Runtime built with --use_dml on Windows");

  private final OrtProvider provider;
  private final String build;

  Provider(OrtProvider provider, String build) {
    this.provider = provider;
    this.build = build;
  }

  /**
   * The provider with this name, in any case.
   *
   * @throws ConfigurationException if there is none
   */
  public static Provider named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "no provider is called '%s'; there are %s"
                        .formatted(name, Arrays.toString(values()).toLowerCase(Locale.ROOT))));
  }

  /**
   * Fails where the ONNX Runtime on the class path was built without this provider.
   *
   * @throws ConfigurationException naming what it has and what to put there
   */
  void requireBuiltIn() {
    if (!OrtEnvironment.getAvailableProviders().contains(provider)) {
      throw new ConfigurationException(
          ("the ONNX Runtime on the class path has no provider %s, it has %s; put %s before it on"
                  + " the class path, in the same version, or ask for the provider cpu")
              .formatted(
                  name().toLowerCase(Locale.ROOT), OrtEnvironment.getAvailableProviders(), build));
    }
  }

  void addTo(OrtSession.SessionOptions options) {
    requireBuiltIn();
    try {
      switch (this) {
        case CPU -> {}
        case CUDA -> options.addCUDA();
        case OPENVINO -> options.addOpenVINO("");
        case COREML -> options.addCoreML();
        case DIRECTML -> options.addDirectML(0);
      }
    } catch (OrtException e) {
      throw new ConfigurationException(
          "the provider %s cannot start: %s; install the libraries and the driver that it needs"
              .formatted(name().toLowerCase(Locale.ROOT), e.getMessage()),
          e);
    }
  }
}

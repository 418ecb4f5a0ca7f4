package org.imprimatur.generator.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import java.util.Arrays;
import java.util.Locale;
import org.imprimatur.api.ConfigurationException;

/** What the graphs run on. All but the CPU need a build of ONNX Runtime that the user supplies. */
public enum Provider {
  CPU(OrtProvider.CPU),
  CUDA(OrtProvider.CUDA),
  OPENVINO(OrtProvider.OPEN_VINO),
  COREML(OrtProvider.CORE_ML),
  DIRECTML(OrtProvider.DIRECT_ML);

  private final OrtProvider provider;

  Provider(OrtProvider provider) {
    this.provider = provider;
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

  void addTo(OrtSession.SessionOptions options) throws OrtException {
    if (!OrtEnvironment.getAvailableProviders().contains(provider)) {
      throw new ConfigurationException(
          "the ONNX Runtime on the class path has no provider %s, it has %s; put a build with it there"
              .formatted(name(), OrtEnvironment.getAvailableProviders()));
    }
    switch (this) {
      case CPU -> {}
      case CUDA -> options.addCUDA();
      case OPENVINO -> options.addOpenVINO("");
      case COREML -> options.addCoreML();
      case DIRECTML -> options.addDirectML(0);
    }
  }
}

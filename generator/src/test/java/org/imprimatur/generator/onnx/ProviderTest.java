package org.imprimatur.generator.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.DiffusionGenerator;
import org.imprimatur.generator.GeneratorSettings;
import org.imprimatur.generator.Goldens;
import org.junit.jupiter.api.Test;

/** The tests' class path holds the ONNX Runtime for CPUs, without any other provider. */
class ProviderTest {
  @Test
  void askingForCudaWithTheRuntimeForCpusSaysWhatToPutOnTheClassPath() {
    assertThatThrownBy(
            () -> DiffusionGenerator.load(Goldens.model("flow"), GeneratorSettings.on("cuda")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no provider cuda, it has [CPU]")
        .hasMessageContaining("com.microsoft.onnxruntime:onnxruntime_gpu");
  }

  @Test
  void anUnknownProviderIsRefusedNamingThoseThatThereAre() {
    assertThatThrownBy(() -> GeneratorSettings.on("abacus"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "no provider is called 'abacus'; there are [cpu, cuda, openvino, coreml, directml]");
  }

  @Test
  void theNameOfAProviderMayBeInAnyCase() {
    assertThat(GeneratorSettings.on("Cpu").provider()).isEqualTo(Provider.CPU);
  }
}

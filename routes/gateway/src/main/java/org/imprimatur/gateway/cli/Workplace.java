package org.imprimatur.gateway.cli;

import java.util.Map;
import org.imprimatur.gateway.Home;
import org.imprimatur.generator.GeneratorSettings;

/** What every command starts from. */
record Workplace(Console console, Home home, Map<String, String> environment) {
  /** Models run on what {@code IMPRIMATUR_PROVIDER} names, else on the CPU. */
  GeneratorSettings generator() {
    String provider = environment.getOrDefault("IMPRIMATUR_PROVIDER", "");
    return provider.isBlank() ? GeneratorSettings.onCpu() : GeneratorSettings.on(provider.strip());
  }
}

package org.imprimatur.generator;

import org.imprimatur.api.spi.ImageGenerator;
import org.imprimatur.api.testing.ImageGeneratorContract;

/** A model of the family of FLUX keeps what every generator promises. */
class FluxGeneratorTest extends ImageGeneratorContract {
  @Override
  protected ImageGenerator open() {
    return DiffusionGenerator.load(Goldens.model("fluxschnell"), GeneratorSettings.onCpu());
  }
}

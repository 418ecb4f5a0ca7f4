package org.imprimatur.generator;

import org.imprimatur.api.spi.ImageGenerator;
import org.imprimatur.api.testing.ImageGeneratorContract;

/** A model of the family of Stable Diffusion 3 with T5 keeps what every generator promises. */
class StableDiffusion3GeneratorTest extends ImageGeneratorContract {
  @Override
  protected ImageGenerator open() {
    return DiffusionGenerator.load(Goldens.model("sd3t5"), GeneratorSettings.onCpu());
  }
}

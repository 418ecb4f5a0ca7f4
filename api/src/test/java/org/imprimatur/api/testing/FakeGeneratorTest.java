package org.imprimatur.api.testing;

import org.imprimatur.api.spi.ImageGenerator;

class FakeGeneratorTest extends ImageGeneratorContract {
  @Override
  protected ImageGenerator open() {
    return new FakeGenerator();
  }
}

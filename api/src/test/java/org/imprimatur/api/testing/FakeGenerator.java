package org.imprimatur.api.testing;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.imprimatur.api.GenerationFacts;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.spi.Capabilities;
import org.imprimatur.api.spi.Generation;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.api.spi.ImageGenerator;

/** Draws colour gradients at once; counts its drawings. */
public final class FakeGenerator implements ImageGenerator {
  public static final String MODEL = "fake";

  private final AtomicInteger drawings = new AtomicInteger();

  public int drawings() {
    return drawings.get();
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(MODEL, Sha256.ofText(MODEL), List.of(), 1, false, false, List.of());
  }

  @Override
  public Generation submit(GenerationCommand command, GenerationWatch watch) {
    drawings.incrementAndGet();
    long seed = command.sampling().seed().orElse(1);
    RasterImage image = Fixtures.picture(command.size(), seed);
    watch.afterStep(new GenerationWatch.Progress(1, 1, () -> image));
    GenerationFacts facts =
        new GenerationFacts(MODEL, Sha256.ofText(MODEL), "none", 1, 1.0, seed, List.of());
    return new Finished(CompletableFuture.completedFuture(new Drawing(image, facts)));
  }

  @Override
  public void close() {}

  private record Finished(CompletionStage<Drawing> result) implements Generation {
    @Override
    public void cancel() {}
  }
}

package org.imprimatur.generator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.imprimatur.api.Basis;
import org.imprimatur.api.GenerationFacts;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.Generation;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationFailure;
import org.imprimatur.api.spi.GenerationFailure.Kind;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.api.spi.ImageGenerator.Drawing;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.RunInterrupted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StepEngineTest {
  private static final Size SIZE = new Size(8, 8);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final StepEngine engine =
      new StepEngine(
          new EngineSettings(
              8,
              Clock.systemUTC(),
              task -> {
                Thread thread = new Thread(task, "engine-test");
                thread.setDaemon(true);
                return thread;
              }));

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void twoTenantsStepInTurnHoweverManyPicturesOneOfThemWants() {
    CountDownLatch gate = new CountDownLatch(1);
    Recording pipeline = new Recording(gate, 1);
    List<Generation> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(engine.submit(pipeline, command("flood", 3), GenerationWatch.NONE));
    }
    all.add(engine.submit(pipeline, command("single", 3), GenerationWatch.NONE));
    gate.countDown();
    all.forEach(generation -> generation.result().toCompletableFuture().join());

    List<String> firstTurns = pipeline.turns.subList(0, 7);
    assertThat(Collections.frequency(firstTurns, "single")).isGreaterThanOrEqualTo(3);
    assertThat(pipeline.turns.lastIndexOf("single")).isLessThan(9);
  }

  @Test
  void aRunningStepIsBrokenOffWhenItsPictureIsCancelled() throws InterruptedException {
    Endless pipeline = new Endless();
    Generation generation = engine.submit(pipeline, command("a", 1), GenerationWatch.NONE);
    pipeline.entered.await();
    generation.cancel();

    assertThat(kind(generation)).isEqualTo(Kind.CANCELLED);
    assertThat(pipeline.left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aRunningStepIsBrokenOffAtTheDeadline() throws InterruptedException {
    Endless pipeline = new Endless();
    GenerationCommand command =
        new GenerationCommand(
            Prompt.of("x"),
            SIZE,
            Sampling.RECOMMENDED,
            new Basis.Nothing(),
            "a",
            Instant.now().plusMillis(200));
    Generation generation = engine.submit(pipeline, command, GenerationWatch.NONE);

    assertThat(kind(generation)).isEqualTo(Kind.DEADLINE);
    assertThat(pipeline.left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void oneTenantGetsThreeQuartersOfTheQueueAndOthersTheRest() {
    CountDownLatch gate = new CountDownLatch(1);
    Recording pipeline = new Recording(gate, 1);
    List<Generation> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.add(engine.submit(pipeline, command("flood", 1), GenerationWatch.NONE));
    }
    Generation other = engine.submit(pipeline, command("single", 1), GenerationWatch.NONE);

    assertThat(kind(all.get(6))).isEqualTo(Kind.QUEUE_FULL);
    assertThat(failure(all.get(6)).retryAfter()).isPresent();
    gate.countDown();
    assertThat(other.result().toCompletableFuture().join().image().size()).isEqualTo(SIZE);
    all.subList(0, 6).forEach(each -> each.result().toCompletableFuture().join());
    assertThat(engine.load()).isZero();
  }

  @Test
  void onlyTheLastStepOfABurstIsCalledTheLast() {
    CountDownLatch gate = new CountDownLatch(1);
    Recording pipeline = new Recording(gate, 1);
    List<Generation> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(engine.submit(pipeline, command("a", 2), GenerationWatch.NONE));
    }
    gate.countDown();
    all.forEach(generation -> generation.result().toCompletableFuture().join());

    assertThat(pipeline.lasts).containsExactly(false, false, false, false, false, true);
  }

  @Test
  void anotherModelsPicturesDoNotKeepAStepFromBeingTheLast() {
    CountDownLatch gate = new CountDownLatch(1);
    Recording small = new Recording(gate, 1);
    Recording large = new Recording(gate, 1);
    List<Generation> all =
        List.of(
            engine.submit(small, command("a", 1), GenerationWatch.NONE),
            engine.submit(large, command("b", 5), GenerationWatch.NONE));
    gate.countDown();
    all.forEach(generation -> generation.result().toCompletableFuture().join());

    assertThat(small.lasts).containsExactly(true);
    assertThat(large.lasts).containsExactly(false, false, false, false, true);
  }

  @Test
  void picturesOfOneLaneAreSteppedTogetherUpToTheCap() {
    CountDownLatch gate = new CountDownLatch(1);
    Recording pipeline = new Recording(gate, 2);
    List<Generation> all = new ArrayList<>();
    for (String tenant : List.of("a", "b", "c")) {
      all.add(engine.submit(pipeline, command(tenant, 4), GenerationWatch.NONE));
    }
    gate.countDown();
    all.forEach(generation -> generation.result().toCompletableFuture().join());

    assertThat(pipeline.largestBatch).isEqualTo(2);
    assertThat(pipeline.turns).hasSize(12);
  }

  @Test
  void aModelThatFailsEndsItsOwnPictureAlone() {
    Recording healthy = new Recording(new CountDownLatch(0), 1);
    Generation broken =
        engine.submit(
            new Recording(new CountDownLatch(0), 1) {
              @Override
              public void step(List<Canvas> canvases, boolean isLast, Interrupt interrupt) {
                throw new IllegalStateException("broken");
              }
            },
            command("a", 2),
            GenerationWatch.NONE);
    Generation well = engine.submit(healthy, command("b", 2), GenerationWatch.NONE);

    assertThat(kind(broken)).isEqualTo(Kind.FAILED);
    assertThat(well.result().toCompletableFuture().join().image().size()).isEqualTo(SIZE);
  }

  @Test
  void closingCancelsWhatIsUnderWay() throws InterruptedException {
    Endless pipeline = new Endless();
    Generation generation = engine.submit(pipeline, command("a", 1), GenerationWatch.NONE);
    pipeline.entered.await();
    engine.close();

    assertThat(kind(generation)).isEqualTo(Kind.CANCELLED);
    assertThat(pipeline.left.getCount()).isZero();
  }

  private static GenerationCommand command(String tenant, int steps) {
    return new GenerationCommand(
        Prompt.of("x"),
        SIZE,
        Sampling.RECOMMENDED.withSteps(steps),
        new Basis.Nothing(),
        tenant,
        Instant.now().plus(PATIENCE));
  }

  private static Kind kind(Generation generation) {
    return failure(generation).kind();
  }

  private static GenerationFailure failure(Generation generation) {
    CompletableFuture<Drawing> result = generation.result().toCompletableFuture();
    try {
      result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof GenerationFailure failure) {
        return failure;
      }
    }
    throw new AssertionError("the generation did not fail as it should");
  }

  private static final class Counted implements Canvas {
    private final String tenant;
    private final int steps;
    private int done;

    Counted(String tenant, int steps) {
      this.tenant = tenant;
      this.steps = steps;
    }

    @Override
    public Object lane() {
      return SIZE;
    }

    @Override
    public int steps() {
      return steps;
    }

    @Override
    public int done() {
      return done;
    }
  }

  /** Notes whose turn it was. Begins nothing before the gate opens. */
  private static class Recording implements Pipeline {
    private final CountDownLatch gate;
    private final int batchCap;
    private final List<String> turns = Collections.synchronizedList(new ArrayList<>());
    private final List<Boolean> lasts = Collections.synchronizedList(new ArrayList<>());
    private volatile int largestBatch;

    Recording(CountDownLatch gate, int batchCap) {
      this.gate = gate;
      this.batchCap = batchCap;
    }

    @Override
    public long cost(GenerationCommand command) {
      return 1;
    }

    @Override
    public int batchCap() {
      return batchCap;
    }

    @Override
    public Canvas begin(GenerationCommand command, Interrupt interrupt) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return new Counted(command.tenant(), command.sampling().steps().orElseThrow());
    }

    @Override
    public void step(List<Canvas> canvases, boolean isLast, Interrupt interrupt) {
      lasts.add(isLast);
      largestBatch = Math.max(largestBatch, canvases.size());
      for (Canvas canvas : canvases) {
        if (canvas instanceof Counted counted) {
          turns.add(counted.tenant);
          counted.done++;
        }
      }
    }

    @Override
    public RasterImage preview(Canvas canvas) {
      return Fixtures.picture(SIZE, 1);
    }

    @Override
    public Drawing finish(Canvas canvas, Interrupt interrupt) {
      return new Drawing(
          Fixtures.picture(SIZE, 1),
          new GenerationFacts("test", Sha256.ofText("test"), "none", 1, 1, 1, List.of()));
    }
  }

  /** Begins for ever, until it is interrupted. */
  private static final class Endless extends Recording {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);

    Endless() {
      super(new CountDownLatch(0), 1);
    }

    @Override
    @SuppressWarnings("try") // the guard works by being open
    public Canvas begin(GenerationCommand command, Interrupt interrupt) {
      CountDownLatch ended = new CountDownLatch(1);
      try (Interrupt.Guard guard = interrupt.guard(ended::countDown)) {
        entered.countDown();
        ended.await();
        throw new RunInterrupted();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        left.countDown();
      }
    }
  }
}

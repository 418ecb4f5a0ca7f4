package org.imprimatur.generator.engine;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.imprimatur.api.spi.Generation;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationFailure;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.api.spi.ImageGenerator.Drawing;

/** One picture that was asked for, until it is drawn or given up. Thread-safe. */
final class Job implements Generation, FairQueue.Item {
  private final Pipeline pipeline;
  private final GenerationCommand command;
  private final GenerationWatch watch;
  private final long cost;
  private final CompletableFuture<Drawing> result = new CompletableFuture<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final List<Runnable> beforeResult = new CopyOnWriteArrayList<>();
  private Optional<Canvas> canvas = Optional.empty();
  private Optional<Turn> turn = Optional.empty();

  Job(Pipeline pipeline, GenerationCommand command, GenerationWatch watch) {
    this.pipeline = pipeline;
    this.command = command;
    this.watch = watch;
    this.cost = Math.max(1, pipeline.cost(command));
  }

  @Override
  public CompletionStage<Drawing> result() {
    return result.minimalCompletionStage();
  }

  @Override
  public void cancel() {
    fail(new GenerationFailure(GenerationFailure.Kind.CANCELLED, "the generation was cancelled"));
  }

  @Override
  public String tenant() {
    return command.tenant();
  }

  @Override
  public long cost() {
    return cost;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  GenerationCommand command() {
    return command;
  }

  GenerationWatch watch() {
    return watch;
  }

  synchronized Optional<Canvas> canvas() {
    return canvas;
  }

  synchronized void begun(Canvas begun) {
    if (!hasEnded()) {
      canvas = Optional.of(begun);
    }
  }

  boolean hasEnded() {
    return ended.get();
  }

  /** Whether both may be stepped in one run of the model. */
  boolean sharesLaneWith(Job other) {
    return pipeline == other.pipeline
        && canvas().isPresent()
        && canvas().map(Canvas::lane).equals(other.canvas().map(Canvas::lane));
  }

  /** Marks the job as being worked on, so that its end can end the work. */
  synchronized void enter(Turn entered) {
    turn = Optional.of(entered);
  }

  synchronized void leave() {
    turn = Optional.empty();
  }

  void complete(Drawing drawing) {
    if (ended.compareAndSet(false, true)) {
      forget();
      beforeResult.forEach(Runnable::run);
      result.complete(drawing);
    }
  }

  /** Ends the job without a picture; does nothing where it has ended already. */
  void fail(GenerationFailure failure) {
    if (ended.compareAndSet(false, true)) {
      forget().ifPresent(Turn::stopIfAllEnded);
      beforeResult.forEach(Runnable::run);
      result.completeExceptionally(failure);
    }
  }

  /**
   * Runs {@code action} when the job ends, before anybody sees its result; also where it has ended
   * already, so it may run twice.
   */
  void onEnd(Runnable action) {
    beforeResult.add(action);
    if (hasEnded()) {
      action.run();
    }
  }

  /** A finished job keeps no latents alive, however long its handle lives. */
  private synchronized Optional<Turn> forget() {
    canvas = Optional.empty();
    return turn;
  }
}

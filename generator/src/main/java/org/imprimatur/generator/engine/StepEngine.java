package org.imprimatur.generator.engine;

import static org.imprimatur.api.spi.GenerationFailure.Kind.CANCELLED;
import static org.imprimatur.api.spi.GenerationFailure.Kind.DEADLINE;
import static org.imprimatur.api.spi.GenerationFailure.Kind.FAILED;
import static org.imprimatur.api.spi.GenerationFailure.Kind.QUEUE_FULL;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.imprimatur.api.spi.Generation;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationFailure;
import org.imprimatur.api.spi.GenerationWatch;

/**
 * Draws the pictures of all models, step by step. One thread steps, choosing anew at each step
 * boundary whose turn it is; another decodes, so that a decoding never holds up a step; a third
 * sleeps until a deadline. A cancelled, stopped or late picture ends at once, and with it the run
 * of the model that nobody waits for any more. Thread-safe.
 */
public final class StepEngine implements AutoCloseable {
  private final EngineSettings settings;
  private final Worker worker = new Worker();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final FairQueue<Job> stepping = new FairQueue<>();
  private final Deque<Job> decoding = new ArrayDeque<>();
  private final Set<Job> open = new HashSet<>();
  private final ScheduledThreadPoolExecutor deadlines;
  private final List<Thread> threads = new ArrayList<>();
  private boolean closed;

  public StepEngine(EngineSettings settings) {
    this.settings = settings;
    deadlines = new ScheduledThreadPoolExecutor(1, settings.threads());
    deadlines.setRemoveOnCancelPolicy(true);
    for (Runnable loop : List.<Runnable>of(this::stepLoop, this::decodeLoop)) {
      Thread thread = settings.threads().newThread(loop);
      threads.add(thread);
      thread.start();
    }
  }

  /** Takes a command on, or refuses it by a result that has failed already. Returns at once. */
  public Generation submit(Pipeline pipeline, GenerationCommand command, GenerationWatch watch) {
    Job job = new Job(pipeline, command, watch);
    Optional<GenerationFailure> refusal = admit(job);
    if (refusal.isPresent()) {
      job.fail(refusal.get());
      return job;
    }
    Duration left = Duration.between(settings.clock().instant(), command.deadline());
    ScheduledFuture<?> alarm =
        deadlines.schedule(() -> job.fail(late()), left.toNanos(), TimeUnit.NANOSECONDS);
    job.onEnd(
        () -> {
          alarm.cancel(false);
          drop(job);
        });
    return job;
  }

  /** How many pictures wait or are being drawn. */
  public int load() {
    lock.lock();
    try {
      return open.size();
    } finally {
      lock.unlock();
    }
  }

  /** Cancels everything and waits for the threads to end. */
  @Override
  public void close() {
    List<Job> left;
    lock.lock();
    try {
      closed = true;
      left = List.copyOf(open);
      work.signalAll();
    } finally {
      lock.unlock();
    }
    left.forEach(job -> job.fail(new GenerationFailure(CANCELLED, "the generator is closing")));
    deadlines.shutdownNow();
    threads.forEach(StepEngine::join);
  }

  private Optional<GenerationFailure> admit(Job job) {
    lock.lock();
    try {
      if (closed) {
        return Optional.of(new GenerationFailure(FAILED, "the generator is closed"));
      }
      if (!settings.clock().instant().isBefore(job.command().deadline())) {
        return Optional.of(late());
      }
      long own = open.stream().filter(other -> other.tenant().equals(job.tenant())).count();
      if (open.size() >= settings.capacity() || own >= settings.capacityOfOneTenant()) {
        return Optional.of(full());
      }
      open.add(job);
      stepping.add(job);
      work.signalAll();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private GenerationFailure full() {
    long seconds = Math.max(1, worker.typicalTime().multipliedBy(open.size()).toSeconds());
    return new GenerationFailure(
        QUEUE_FULL,
        "the queue of %d pictures is full; try again in about %d s"
            .formatted(settings.capacity(), seconds),
        Duration.ofSeconds(seconds));
  }

  private static GenerationFailure late() {
    return new GenerationFailure(DEADLINE, "the picture was not ready by the deadline");
  }

  private void drop(Job job) {
    lock.lock();
    try {
      open.remove(job);
      stepping.remove(job);
      decoding.remove(job);
    } finally {
      lock.unlock();
    }
  }

  private void stepLoop() {
    for (List<Job> turn = nextTurn(); !turn.isEmpty(); turn = nextTurn()) {
      worker.step(turn, isLast(turn));
      turn.stream().filter(Worker::isReadyToDecode).forEach(this::moveToDecoding);
    }
  }

  /** Whether this turn finishes all that its model has to step. */
  private boolean isLast(List<Job> turn) {
    if (!turn.stream().allMatch(Worker::isBeforeItsLastStep)) {
      return false;
    }
    Pipeline pipeline = turn.get(0).pipeline();
    lock.lock();
    try {
      return stepping.all().stream()
          .allMatch(job -> job.pipeline() != pipeline || turn.contains(job));
    } finally {
      lock.unlock();
    }
  }

  private void decodeLoop() {
    for (Optional<Job> job = nextToDecode(); job.isPresent(); job = nextToDecode()) {
      worker.decode(job.get());
    }
  }

  private void moveToDecoding(Job job) {
    lock.lock();
    try {
      if (open.contains(job)) {
        stepping.remove(job);
        decoding.addLast(job);
        work.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for work; empty once the engine is closed. */
  private List<Job> nextTurn() {
    lock.lock();
    try {
      while (stepping.isEmpty() && !closed) {
        work.awaitUninterruptibly();
      }
      if (closed) {
        return List.of();
      }
      Job first = stepping.next();
      List<Job> turn = new ArrayList<>();
      turn.add(first);
      turn.addAll(stepping.beside(first, first::sharesLaneWith, first.pipeline().batchCap() - 1));
      return turn;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Job> nextToDecode() {
    lock.lock();
    try {
      while (decoding.isEmpty() && !closed) {
        work.awaitUninterruptibly();
      }
      return closed ? Optional.empty() : Optional.of(decoding.removeFirst());
    } finally {
      lock.unlock();
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

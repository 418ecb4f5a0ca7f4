package org.imprimatur.generator.engine;

import static org.imprimatur.api.spi.GenerationFailure.Kind.FAILED;
import static org.imprimatur.api.spi.GenerationFailure.Kind.STOPPED;
import static org.imprimatur.api.spi.GenerationFailure.Kind.UNSUPPORTED;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.spi.GenerationFailure;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.api.spi.GenerationWatch.Course;
import org.imprimatur.generator.decode.UnusablePicture;
import org.imprimatur.generator.sampling.UnsupportedSampling;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out single units of work; whatever goes wrong ends the jobs concerned, never a thread.
 */
final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final AtomicLong typicalNanos = new AtomicLong();

  /** About how long one picture takes. */
  Duration typicalTime() {
    return Duration.ofNanos(typicalNanos.get());
  }

  static boolean isReadyToDecode(Job job) {
    return job.canvas().map(canvas -> canvas.done() >= canvas.steps()).orElse(false);
  }

  /** Whether one step more finishes the job. */
  static boolean isBeforeItsLastStep(Job job) {
    return job.canvas().map(canvas -> canvas.done() + 1 >= canvas.steps()).orElse(false);
  }

  /**
   * Begins the jobs, of which there is one where it has not begun, or steps all of them.
   *
   * @param isLast whether no step of this model is at hand afterwards
   */
  void step(List<Job> chosen, boolean isLast) {
    long start = System.nanoTime();
    List<Job> jobs = chosen.stream().filter(job -> !job.hasEnded()).toList();
    if (jobs.isEmpty()) {
      return;
    }
    try (Turn turn = new Turn(jobs)) {
      Job first = jobs.get(0);
      if (first.canvas().isEmpty()) {
        first.begun(first.pipeline().begin(first.command(), turn.interrupt()));
        return;
      }
      List<Canvas> canvases = jobs.stream().map(Job::canvas).flatMap(Optional::stream).toList();
      if (canvases.isEmpty()) {
        return;
      }
      first.pipeline().step(canvases, isLast, turn.interrupt());
      learn(System.nanoTime() - start, canvases.get(0).steps());
    } catch (RuntimeException | Error e) {
      jobs.forEach(job -> fail(job, e));
    }
    jobs.forEach(this::report);
  }

  void decode(Job job) {
    try (Turn turn = new Turn(List.of(job))) {
      Optional<Canvas> canvas = job.canvas();
      if (canvas.isPresent()) {
        job.complete(job.pipeline().finish(canvas.get(), turn.interrupt()));
      }
    } catch (RuntimeException | Error e) {
      fail(job, e);
    }
  }

  private void report(Job job) {
    Optional<Canvas> canvas = job.canvas();
    if (canvas.isEmpty()) {
      return;
    }
    Canvas drawn = canvas.get();
    try {
      GenerationWatch.Progress progress =
          new GenerationWatch.Progress(
              drawn.done(), drawn.steps(), () -> job.pipeline().preview(drawn));
      if (job.watch().afterStep(progress) != Course.CONTINUE) {
        job.fail(new GenerationFailure(STOPPED, "the generation was stopped by its watch"));
      }
    } catch (RuntimeException | Error e) {
      fail(job, e);
    }
  }

  private void learn(long nanos, int steps) {
    long picture = nanos * steps;
    typicalNanos.updateAndGet(known -> known == 0 ? picture : (7 * known + picture) / 8);
  }

  private static void fail(Job job, Throwable cause) {
    if (job.hasEnded()) {
      return;
    }
    if (cause instanceof UnsupportedSampling) {
      job.fail(new GenerationFailure(UNSUPPORTED, "the sampler does not go with the model", cause));
    } else if (cause instanceof UnusablePicture unusable) {
      job.fail(new GenerationFailure(FAILED, String.valueOf(unusable.getMessage()), cause));
    } else {
      String what =
          cause instanceof ConfigurationException
              ? "the model could not be loaded"
              : "the model failed";
      LOG.atError().setCause(cause).log(what);
      job.fail(new GenerationFailure(FAILED, what, cause));
    }
  }
}

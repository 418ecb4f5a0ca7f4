package org.imprimatur.generator.engine;

import java.util.List;
import org.imprimatur.generator.network.Interrupt;

/** One unit of work for the jobs in it, which is broken off when none of them wants it any more. */
final class Turn implements AutoCloseable {
  private final List<Job> jobs;
  private final Interrupt interrupt = new Interrupt();

  Turn(List<Job> jobs) {
    this.jobs = List.copyOf(jobs);
    this.jobs.forEach(job -> job.enter(this));
    stopIfAllEnded();
  }

  Interrupt interrupt() {
    return interrupt;
  }

  void stopIfAllEnded() {
    if (jobs.stream().allMatch(Job::hasEnded)) {
      interrupt.raise();
    }
  }

  @Override
  public void close() {
    jobs.forEach(Job::leave);
  }
}

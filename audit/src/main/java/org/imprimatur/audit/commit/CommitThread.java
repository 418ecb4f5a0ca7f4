package org.imprimatur.audit.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.imprimatur.api.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a journal that writes to its log. It takes whatever has come while the store
 * was busy as one batch, without waiting for more. Thread-safe.
 */
public final class CommitThread {
  private static final Logger LOG = LoggerFactory.getLogger(CommitThread.class);
  private static final int MAX_BATCH = 1_024;
  private static final long POLL_MILLIS = 200;

  private final BatchStore log;
  private final BlockingQueue<Pending> queue;
  private final Thread thread;
  private volatile boolean stopping;

  /** Why nothing is taken any more; empty while the thread lives. */
  private volatile String end = "";

  /** Why nothing is taken for the moment; empty if there is no such reason. */
  private volatile String shortage = "";

  private CommitThread(BatchStore log, int queue) {
    this.log = log;
    this.queue = new ArrayBlockingQueue<>(queue);
    this.thread = new Thread(this::run, "journal-writer");
  }

  /**
   * @param queue how many entries may wait; one more is refused at once
   */
  public static CommitThread start(BatchStore log, int queue) {
    CommitThread writer = new CommitThread(log, queue);
    writer.thread.setDaemon(true);
    writer.thread.start();
    return writer;
  }

  /** Puts an entry into the queue, or fails it at once. */
  public CompletableFuture<Receipt> submit(Pending pending) {
    return submit(pending, queue::offer);
  }

  /** Puts an entry into the queue, and waits for a place in it. */
  public CompletableFuture<Receipt> submitWaiting(Pending pending) {
    return submit(pending, this::offerPatiently);
  }

  /** Why nothing is taken at present; empty if entries are. */
  public String ailment() {
    return end.isEmpty() ? shortage : end;
  }

  /** True once nothing is taken any more. */
  public boolean hasEnded() {
    return !end.isEmpty();
  }

  /** Writes what is in the queue, then ends the thread. */
  public void stop() {
    stopping = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // what was accepted into the queue is still written
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<Receipt> submit(Pending pending, Predicate<Pending> offer) {
    String ailment = stopping ? "the journal is closed" : ailment();
    if (!ailment.isEmpty()) {
      pending.fail(ailment);
    } else if (!offer.test(pending)) {
      pending.fail(
          "%d entries already wait for the journal; try again later".formatted(queue.size()));
    } else if (!end.isEmpty() && queue.remove(pending)) {
      pending.fail(end); // the thread ended between the two looks
    }
    return pending.receipt();
  }

  private boolean offerPatiently(Pending pending) {
    try {
      queue.put(pending);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    try (log) {
      while (!(stopping && queue.isEmpty())) {
        turn();
      }
      finish("the journal is closed");
    } catch (IOException | RuntimeException e) {
      LOG.atError().setCause(e).log("journal is dead");
      finish(log.explain(e));
    } catch (InterruptedException e) {
      finish("the journal's thread was interrupted; open the journal anew");
    } catch (Error e) {
      finish("the journal's thread ended with " + e);
      throw e;
    }
  }

  private void turn() throws IOException, InterruptedException {
    Pending first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
    BatchStore.Health health = log.look();
    String ailment = health.end();
    shortage = health.shortage();
    List<Pending> batch = new ArrayList<>();
    if (first != null) {
      batch.add(first);
      queue.drainTo(batch, MAX_BATCH - 1);
    }
    String obstacle = ailment.isEmpty() ? shortage : ailment;
    if (!obstacle.isEmpty()) {
      batch.forEach(pending -> pending.fail(obstacle));
    } else if (!batch.isEmpty()) {
      write(batch);
    }
    if (!ailment.isEmpty()) {
      throw new IOException(ailment);
    }
  }

  private void write(List<Pending> batch) throws IOException {
    try {
      log.write(batch);
    } catch (IOException | RuntimeException e) {
      end = log.explain(e);
      batch.forEach(pending -> pending.fail(end));
      throw e;
    }
  }

  private void finish(String why) {
    end = why;
    List<Pending> rest = new ArrayList<>();
    queue.drainTo(rest);
    rest.forEach(pending -> pending.fail(why));
  }
}

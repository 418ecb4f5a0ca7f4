package org.imprimatur.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.audit.JournalSettings;
import org.imprimatur.audit.JournalVerifier;
import org.imprimatur.audit.JournalVerifier.Signatures;
import org.imprimatur.audit.SegmentJournal;
import org.imprimatur.audit.VerificationReport;
import org.imprimatur.audit.note.NoteVerifierKey;

/**
 * Durable, signed and provable entries a second against the floor that the same disk sets in the
 * same run: 4 KiB and one fdatasync after the other. A whole process, because the figures are about
 * a disk and its queue. Arguments: a directory on that disk, writers, seconds.
 */
public final class AuditAppendBench {
  private static final int FLOOR_BYTES = 4_096;
  private static final int WARM_UPS = 4;
  private static final double NANOS = 1e9;
  private static final int ARGUMENTS = 3;

  private final Path directory;
  private final int writers;
  private final long nanos;

  private AuditAppendBench(Path directory, int writers, long nanos) {
    this.directory = directory;
    this.writers = writers;
    this.nanos = nanos;
  }

  /** Runs floor, journal, floor again, and the verification of what was written. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != ARGUMENTS) {
      say("usage: AuditAppendBench DIRECTORY WRITERS SECONDS");
      System.exit(1);
    }
    Optional<Path> directory = made(Path.of(arguments[0]));
    if (directory.isEmpty()) {
      System.exit(1);
    }
    new AuditAppendBench(
            directory.orElseThrow(),
            Integer.parseInt(arguments[1]),
            (long) (NANOS * Integer.parseInt(arguments[2])))
        .run();
  }

  /**
   * A fresh directory within {@code parent}, which is made too; empty, and told, if it cannot be.
   */
  private static Optional<Path> made(Path parent) {
    try {
      return Optional.of(Files.createTempDirectory(Files.createDirectories(parent), "audit-bench"));
    } catch (IOException e) {
      say("the directory %s cannot be made or written to: %s".formatted(parent, e));
      return Optional.empty();
    }
  }

  private void run() throws Exception {
    double before = floor();
    try (SegmentJournal journal = open()) {
      append(journal, "warm");
      long started = System.nanoTime();
      long cpu = processCpuNanos();
      long[] latencies = append(journal, "run");
      double seconds = (System.nanoTime() - started) / NANOS;
      double micros = (processCpuNanos() - cpu) / 1e3 / latencies.length;
      double floor = (before + floor()) / 2;
      double rate = latencies.length / seconds;
      say("fdatasync, 4 KiB, one thread: %.0f/s".formatted(floor));
      say("journal, %d writers: %.0f entries/s, %.1f x".formatted(writers, rate, rate / floor));
      say("processor time: %.1f us an entry, writers and bench included".formatted(micros));
      say(
          "latency: p50 %.2f ms, p95 %.2f ms, p99 %.2f ms"
              .formatted(
                  percentile(latencies, 0.50),
                  percentile(latencies, 0.95),
                  percentile(latencies, 0.99)));
    }
    for (Signatures signatures : Signatures.values()) {
      say("signatures checked: " + signatures);
      for (int i = 0; i <= WARM_UPS; i++) {
        verify(signatures); // the first rounds let the JIT compile it
      }
    }
  }

  private void verify(Signatures signatures) throws IOException {
    Path log = directory.resolve("log");
    NoteVerifierKey key =
        NoteVerifierKey.parse(Files.readString(log.resolve("keys/checkpoint.pub")));
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long started = threads.getCurrentThreadCpuTime();
    VerificationReport report = JournalVerifier.verify(log, key, signatures);
    double seconds = (threads.getCurrentThreadCpuTime() - started) / NANOS;
    say(
        "verify: %d entries under %d checkpoints, %d problems, %.0f entries/s of one core's time"
            .formatted(
                report.entries(),
                report.checkpoints(),
                report.problems().size(),
                report.entries() / seconds));
  }

  private SegmentJournal open() {
    return SegmentJournal.open(
        JournalSettings.of(directory.resolve("log"), "example.org/bench", Clock.systemUTC()));
  }

  private static long processCpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private double floor() throws IOException {
    Path file = directory.resolve("floor");
    long count = 0;
    long started = System.nanoTime();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      while (System.nanoTime() - started < nanos / 2) {
        channel.write(ByteBuffer.allocate(FLOOR_BYTES));
        channel.force(false);
        count++;
      }
    }
    double seconds = (System.nanoTime() - started) / NANOS;
    Files.delete(file);
    return count / seconds;
  }

  private long[] append(SegmentJournal journal, String run)
      throws InterruptedException, ExecutionException {
    List<JournalEntry> life = life();
    long end = System.nanoTime() + nanos;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Future<long[]>> running = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        String name = run + "-" + i + "-";
        running.add(threads.submit(() -> write(journal, life, name, end)));
      }
      LongStream all = LongStream.empty();
      for (Future<long[]> writer : running) {
        all = LongStream.concat(all, LongStream.of(writer.get()));
      }
      return all.sorted().toArray();
    } finally {
      threads.shutdown();
    }
  }

  private static long[] write(
      SegmentJournal journal, List<JournalEntry> life, String name, long end) throws Exception {
    LongStream.Builder latencies = LongStream.builder();
    for (int i = 0; System.nanoTime() < end; i++) {
      for (JournalEntry stage : life) {
        JournalEntry entry = of((JournalEntry.Decision) stage, name + i);
        long started = System.nanoTime();
        journal.append(entry).toCompletableFuture().get();
        latencies.add(System.nanoTime() - started);
      }
    }
    return latencies.build().toArray();
  }

  /** What the chain says about one request: its acceptance and its release. */
  private static List<JournalEntry> life() {
    try (Chain chain = new Chain(0.3)) {
      chain.pass("a red kettle");
      return chain.journal.entries();
    }
  }

  private static JournalEntry of(JournalEntry.Decision stage, String requestId) {
    Ticket ticket = Fixtures.ticket(FakePolicy.usual(), requestId);
    return new JournalEntry.Decision(stage.event(), ticket, stage.trail(), stage.facts());
  }

  private static double percentile(long[] sorted, double part) {
    return sorted[(int) (part * (sorted.length - 1))] / 1e6;
  }

  @SuppressWarnings("SystemOut") // this is the program's purpose
  private static void say(String line) {
    System.out.printf(Locale.ROOT, "%s%n", line);
  }
}

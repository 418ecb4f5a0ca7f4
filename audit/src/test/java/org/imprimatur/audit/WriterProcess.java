package org.imprimatur.audit;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.JournalEntry;

/**
 * A process that writes requests' lives to a log until it is killed, and prints a line for each
 * receipt: {@code ack INDEX LEAFHASH}. Where the journal refuses, it prints {@code refused} and
 * ends.
 */
final class WriterProcess {
  private static final int WRITERS = 4;

  private final SegmentJournal journal;
  private final String run;

  private WriterProcess(SegmentJournal journal, String run) {
    this.journal = journal;
    this.run = run;
  }

  /** Arguments: the directory, a name for the run, how many lives each writer writes. */
  public static void main(String[] arguments) throws Exception {
    JournalSettings settings =
        JournalSettings.of(Path.of(arguments[0]), "example.org/audit", Clock.systemUTC())
            .withSegmentBytes(100_000);
    try (SegmentJournal journal = SegmentJournal.open(settings)) {
      WriterProcess process = new WriterProcess(journal, arguments[1]);
      int lives = Integer.parseInt(arguments[2]);
      Thread[] writers = new Thread[WRITERS];
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        writers[i] = new Thread(() -> process.live(writer, lives));
        writers[i].start();
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }
  }

  private void live(int writer, int lives) {
    for (int i = 0; i < lives; i++) {
      String requestId = run + "-" + writer + "-" + i;
      if (!acknowledged(Lives.accepted(requestId)) || !acknowledged(Lives.released(requestId))) {
        say("refused");
        return;
      }
    }
  }

  private boolean acknowledged(JournalEntry entry) {
    CompletableFuture<Receipt> receipt = journal.append(entry).toCompletableFuture();
    try {
      say("ack " + receipt.get().index() + " " + receipt.get().leafHash().hex());
      return true;
    } catch (InterruptedException | ExecutionException e) {
      return false;
    }
  }

  @SuppressWarnings("SystemOut") // the test on the other side of the pipe reads it
  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}

package org.imprimatur.audit.postgres;

import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.spi.JournalEntry;

/**
 * A gateway of its own process that writes requests' lives until it is killed, and prints a line
 * for each receipt: {@code ack INDEX LEAFHASH}.
 */
final class NodeProcess {
  private static final int WRITERS = 8;

  private NodeProcess() {}

  /** Arguments: the database's URL, the directory of the keys, a name for the node. */
  public static void main(String[] arguments) throws InterruptedException {
    AuditJournal journal =
        PostgresJournal.open(PostgresServer.settings(arguments[0], Path.of(arguments[1])));
    Thread[] writers = new Thread[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
      String name = arguments[2] + "-" + i + "-";
      writers[i] = new Thread(() -> write(journal, name));
      writers[i].start();
    }
    for (Thread writer : writers) {
      writer.join();
    }
  }

  private static void write(AuditJournal journal, String name) {
    for (int i = 0; ; i++) {
      for (JournalEntry entry : Lives.of(name + i)) {
        try {
          say(journal.append(entry).toCompletableFuture().join());
        } catch (CompletionException e) {
          return;
        }
      }
    }
  }

  @SuppressWarnings("SystemOut") // the test on the other side of the pipe reads it
  private static synchronized void say(Receipt receipt) {
    System.out.println("ack " + receipt.index() + " " + receipt.leafHash().hex());
    System.out.flush();
  }
}

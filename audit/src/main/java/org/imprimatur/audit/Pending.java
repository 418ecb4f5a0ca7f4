package org.imprimatur.audit;

import java.util.concurrent.CompletableFuture;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.entry.Draft;

/** An entry that waits for the disk. */
record Pending(Draft draft, CompletableFuture<Receipt> receipt) {
  static Pending of(Draft draft) {
    return new Pending(draft, new CompletableFuture<>());
  }

  void fail(String why) {
    receipt.completeExceptionally(new JournalUnavailable(why));
  }
}

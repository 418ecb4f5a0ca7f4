package org.imprimatur.audit.commit;

import java.util.concurrent.CompletableFuture;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.entry.Draft;

/** An entry that waits to become durable. */
public record Pending(Draft draft, CompletableFuture<Receipt> receipt) {
  public static Pending of(Draft draft) {
    return new Pending(draft, new CompletableFuture<>());
  }

  public void fail(String why) {
    receipt.completeExceptionally(new JournalUnavailable(why));
  }
}

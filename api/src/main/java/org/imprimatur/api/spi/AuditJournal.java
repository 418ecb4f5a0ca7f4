package org.imprimatur.api.spi;

import java.util.concurrent.CompletionStage;
import org.imprimatur.api.Receipt;

/**
 * The durable, verifiable journal of decisions.
 *
 * <p>Promises:
 *
 * <ol>
 *   <li>Thread-safe; entries appended by one thread keep their order.
 *   <li>The stage completes only when the entry is durable, in the tree, and under a signed
 *       checkpoint; the receipt proves it.
 *   <li>It fails with {@link JournalUnavailable} when the entry may not be durable. After that an
 *       entry may or may not be found in the journal, but it is never acknowledged.
 *   <li>A full queue fails at once; {@code append} never blocks on the disk.
 * </ol>
 */
public interface AuditJournal extends AutoCloseable {
  CompletionStage<Receipt> append(JournalEntry entry);

  @Override
  void close();
}

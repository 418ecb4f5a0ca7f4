package org.imprimatur.audit.commit;

import java.io.IOException;
import java.util.List;

/**
 * Where a journal's batches go.
 *
 * <p>Promises:
 *
 * <ol>
 *   <li>Called by one thread alone.
 *   <li>{@link #write} acknowledges an entry only when it, the tree and a signed checkpoint over it
 *       are durable together; it acknowledges or fails every entry, or throws.
 *   <li>After an exception the store is closed and never used again.
 * </ol>
 */
public interface BatchStore extends AutoCloseable {
  /**
   * How a store is.
   *
   * @param end why it can never take an entry again; empty if it can
   * @param shortage why it takes none for the moment; empty if it does
   */
  record Health(String end, String shortage) {
    public static final Health GOOD = new Health("", "");
  }

  void write(List<Pending> batch) throws IOException;

  /** Looks after the store; called about five times a second. */
  Health look() throws IOException;

  /** A sentence for operators about an exception of this store: what failed, and what to do. */
  String explain(Exception e);

  @Override
  void close() throws IOException;
}

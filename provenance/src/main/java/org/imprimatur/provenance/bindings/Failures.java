package org.imprimatur.provenance.bindings;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what went wrong inside a callback: nothing may be thrown into native code, so it gets a
 * negative number and the caller of the library gets the exception.
 */
final class Failures {
  private static final long FAILED = -1;

  private @Nullable RuntimeException first;

  long guard(LongSupplier work) {
    try {
      return work.getAsLong();
    } catch (RuntimeException e) {
      keep(e);
    } catch (Error e) {
      keep(new IllegalStateException("a callback of the C2PA library failed", e));
    }
    return FAILED;
  }

  private synchronized void keep(RuntimeException failure) {
    if (first == null) {
      first = failure;
    }
  }

  /** Throws what a callback could not, where there is something. */
  synchronized void rethrow() {
    if (first != null) {
      RuntimeException failure = first;
      first = null;
      throw failure;
    }
  }
}

package org.imprimatur.audit;

import java.io.IOException;

/** What an operating system means by its errors. */
final class Disk {
  private Disk() {}

  static boolean isReadOnly(IOException e) {
    return says(e, "Read-only file system");
  }

  /** A sentence for operators: what failed, and what to do. */
  static String explain(Exception e) {
    if (e instanceof IOException io && says(io, "No space left on device")) {
      return "the disk of the journal is full; free some space and open the journal anew";
    }
    if (e instanceof IOException io && isReadOnly(io)) {
      return "the disk of the journal has become read-only; look at the system log of the machine";
    }
    return "the journal could not be written (%s); find the cause and open the journal anew"
        .formatted(e);
  }

  private static boolean says(IOException e, String words) {
    return String.valueOf(e.getMessage()).contains(words);
  }
}

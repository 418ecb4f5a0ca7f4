package org.imprimatur.audit.note;

import java.util.Base64;
import java.util.List;
import org.imprimatur.api.Sha256;

/**
 * The state of a log at one moment (C2SP tlog-checkpoint).
 *
 * @param origin the name of the log
 * @param size how many entries it has
 * @param root the RFC 6962 root hash over them
 */
public record Checkpoint(String origin, long size, Sha256 root) {
  /** The text that is signed: three lines. */
  public String text() {
    return origin + "\n" + size + "\n" + base64(root) + "\n";
  }

  /**
   * Reads the text of a note.
   *
   * @throws IllegalArgumentException if it is not a checkpoint in its one canonical form
   */
  public static Checkpoint parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < 3) {
      throw new IllegalArgumentException("a checkpoint has three lines: origin, size, root hash");
    }
    Checkpoint checkpoint =
        new Checkpoint(
            lines.get(0),
            Long.parseLong(lines.get(1)),
            Sha256.ofDigest(Base64.getDecoder().decode(lines.get(2))));
    if (!checkpoint.text().equals(text)) {
      throw new IllegalArgumentException("the checkpoint is not in its canonical form");
    }
    return checkpoint;
  }

  private static String base64(Sha256 hash) {
    return Base64.getEncoder().encodeToString(hash.toByteArray());
  }
}

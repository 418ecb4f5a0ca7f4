package org.imprimatur.api;

import java.util.List;

/**
 * Proof that an entry is in the journal, checkable offline.
 *
 * @param origin the name of the log (C2SP tlog-checkpoint)
 * @param index the entry's place in the log, from 0
 * @param leafHash the RFC 6962 leaf hash of the entry
 * @param path the RFC 6962 inclusion path from the leaf to the root of the checkpoint
 * @param checkpoint the signed note (C2SP signed-note) whose tree holds the entry
 */
public record Receipt(
    String origin, long index, Sha256 leafHash, List<Sha256> path, String checkpoint) {
  public Receipt {
    path = List.copyOf(path);
  }
}

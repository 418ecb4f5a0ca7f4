package org.imprimatur.audit;

import java.util.Optional;
import org.imprimatur.api.Receipt;
import org.imprimatur.audit.note.Checkpoint;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.tree.Proofs;

/** Checks receipts offline, with nothing but the log's published key. Thread-safe. */
public final class ReceiptVerifier {
  private final NoteVerifierKey key;

  public ReceiptVerifier(NoteVerifierKey key) {
    this.key = key;
  }

  /** Why the receipt proves nothing; empty if it proves that the entry is in the log. */
  public Optional<String> objection(Receipt receipt) {
    Checkpoint checkpoint;
    try {
      checkpoint = Checkpoint.parse(key.verified(receipt.checkpoint()));
    } catch (NoteVerifierKey.BrokenNote | IllegalArgumentException e) {
      return Optional.of("the checkpoint cannot be believed: " + e.getMessage());
    }
    if (!checkpoint.origin().equals(receipt.origin()) || !key.name().equals(receipt.origin())) {
      return Optional.of("the receipt and its checkpoint name different logs");
    }
    Proofs.Head tree = new Proofs.Head(checkpoint.size(), checkpoint.root());
    return Proofs.includes(tree, receipt.index(), receipt.leafHash(), receipt.path())
        ? Optional.empty()
        : Optional.of("the path does not lead from the entry to the root of the checkpoint");
  }
}

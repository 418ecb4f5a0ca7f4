package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigstore.merkle.InclusionProofVerificationException;
import dev.sigstore.merkle.InclusionProofVerifier;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.note.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our proofs under a verifier that is not ours: that of sigstore-java. */
final class IndependentProofTest {
  @TempDir Path directory = Path.of("");

  @Test
  void everyReceiptConvincesAnotherImplementation() throws Exception {
    List<Receipt> receipts = new ArrayList<>();
    try (SegmentJournal journal =
        SegmentJournal.open(directory, "example.org/audit", Clock.systemUTC())) {
      for (int i = 0; i < 40; i++) {
        receipts.add(Lives.append(journal, Lives.notice("acme")));
      }
    }
    LogTree tree = LogTree.read(StoredLog.in(directory));

    for (Receipt receipt : receipts) {
      verify(receipt, receipt.leafHash());
      verify(tree.prove(receipt.index()), receipt.leafHash());
      assertThatThrownBy(() -> verify(receipt, Sha256.ofText("another leaf")))
          .isInstanceOf(InclusionProofVerificationException.class);
    }
    assertThat(receipts).hasSize(40);
  }

  private static void verify(Receipt receipt, Sha256 leafHash) throws Exception {
    String note = receipt.checkpoint();
    Checkpoint checkpoint = Checkpoint.parse(note.substring(0, note.indexOf("\n\n") + 1));
    InclusionProofVerifier.verify(
        leafHash.toByteArray(),
        receipt.index(),
        checkpoint.size(),
        receipt.path().stream().map(Sha256::toByteArray).toList(),
        checkpoint.root().toByteArray());
  }
}

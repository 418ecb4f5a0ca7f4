package org.imprimatur.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigstore.merkle.InclusionProofVerificationException;
import dev.sigstore.merkle.InclusionProofVerifier;
import dev.sigstore.rekor.client.Checkpoints;
import dev.sigstore.rekor.client.RekorEntry;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.LongStream;
import org.imprimatur.audit.note.Checkpoint;
import org.imprimatur.audit.note.NoteKey;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.tree.CompactRange;
import org.imprimatur.audit.tree.PartialTree;
import org.imprimatur.audit.tree.TreeHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Exported tiles under implementations that are not ours: sigstore-java reads the checkpoint and
 * verifies the proofs, the JDK the signature.
 */
final class IndependentTilesTest {
  private static final String ORIGIN = "example.org/audit";

  /** What stands before the 32 bytes of an Ed25519 key in X.509 (RFC 8410). */
  private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  @TempDir Path directory = Path.of("");

  @Test
  void everyEntryOfAJournalIsProvedFromItsTilesAlone() throws Exception {
    Path log = directory.resolve("log");
    try (SegmentJournal journal = SegmentJournal.open(log, ORIGIN, Clock.systemUTC())) {
      for (int i = 0; i < 350; i++) {
        Lives.append(journal, Lives.accepted("r" + i));
        Lives.append(journal, Lives.released("r" + i));
      }
    }
    Path target = directory.resolve("tiles");
    TileExport.write(StoredLog.in(log), target);

    RekorEntry.Checkpoint checkpoint = checkpoint(target);
    String key = Files.readString(log.resolve("keys/checkpoint.pub"));
    assertThat(checkpoint.getOrigin()).isEqualTo(ORIGIN);
    assertThat(checkpoint.getSize()).isEqualTo(700); // two whole tiles, and one of 188
    assertThat(isSigned(checkpoint, key)).isTrue();
    verify(target, LongStream.range(0, 700));
  }

  @Test
  void aChangedEntryOrHashOfATileIsProvedNoMore() throws Exception {
    Path target = directory.resolve("tiles");
    TileExport.write(new CountedLog(300), target);
    Path bundle = target.resolve("tile/entries/000");
    Path hashes = target.resolve("tile/0/001.p/44");

    flip(bundle, 2); // after the length of the first entry
    assertThatThrownBy(() -> verify(target, LongStream.of(0)))
        .isInstanceOf(InclusionProofVerificationException.class);
    verify(target, LongStream.of(1));
    flip(hashes, 0);
    assertThatThrownBy(() -> verify(target, LongStream.of(299)))
        .isInstanceOf(InclusionProofVerificationException.class);
  }

  /** The last has three levels of tiles. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 255, 256, 257, 511, 512, 513, 65_536 + 256 + 3})
  void tilesOfEveryShapeProveTheirFirstAndLastEntries(long size) throws Exception {
    Path target = directory.resolve("tiles");
    TileExport.write(new CountedLog(size), target);

    verify(target, LongStream.range(0, size).filter(it -> it % 509 == 0 || it >= size - 5));
  }

  private static void verify(Path target, LongStream indexes) throws Exception {
    RekorEntry.Checkpoint checkpoint = checkpoint(target);
    ExportedTiles tiles = new ExportedTiles(target, checkpoint.getSize());
    for (long index : indexes.toArray()) {
      InclusionProofVerifier.verify(
          ExportedTiles.leafHash(tiles.entry(index)),
          index,
          checkpoint.getSize(),
          tiles.inclusion(index),
          Base64.getDecoder().decode(checkpoint.getBase64Hash()));
    }
  }

  private static RekorEntry.Checkpoint checkpoint(Path target) throws Exception {
    return Checkpoints.from(Files.readString(target.resolve("checkpoint")));
  }

  private static boolean isSigned(RekorEntry.Checkpoint checkpoint, String verifierKey)
      throws Exception {
    String base64 = verifierKey.strip().split("\\+", 3)[2]; // name+id+key
    byte[] typed = Base64.getDecoder().decode(base64); // a byte for the algorithm, then the key
    ByteBuffer x509 = ByteBuffer.allocate(X509_HEAD.length + typed.length - 1);
    x509.put(X509_HEAD).put(typed, 1, typed.length - 1);
    PublicKey key =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509.array()));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(key);
    signature.update(checkpoint.getSignedData().getBytes(UTF_8));
    return signature.verify(checkpoint.getSignatures().get(0).getSignature());
  }

  private static void flip(Path file, int at) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  /** A log of the numbers from 0 on, under one checkpoint. */
  private static final class CountedLog implements StoredLog {
    private final NoteKey key = NoteKey.generate(ORIGIN, new SecureRandom());
    private final long size;

    CountedLog(long size) {
      this.size = size;
    }

    @Override
    public NoteVerifierKey verifierKey() {
      return key.verifier();
    }

    @Override
    public void scan(long first, Visitor visitor) {
      PartialTree tree = new PartialTree(CompactRange.EMPTY);
      for (long index = 0; index < size; index++) {
        byte[] leaf = ("entry " + index).getBytes(UTF_8);
        tree.append(TreeHash.ofLeaf(leaf));
        if (!visitor.entry(index, leaf)) {
          return;
        }
      }
      visitor.checkpoint(key.sign(new Checkpoint(ORIGIN, size, tree.root()).text()));
    }

    @Override
    public VerificationReport verify(
        NoteVerifierKey verifier, JournalVerifier.Signatures signatures) {
      throw new UnsupportedOperationException("these are no entries of a journal");
    }

    @Override
    public VerificationReport verifyTail(NoteVerifierKey verifier) {
      throw new UnsupportedOperationException("these are no entries of a journal");
    }

    @Override
    public String place() {
      return "memory";
    }
  }
}

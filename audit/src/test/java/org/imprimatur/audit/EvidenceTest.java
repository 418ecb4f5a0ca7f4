package org.imprimatur.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.imprimatur.audit.tree.TreeHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor takes away from a log. */
final class EvidenceTest {
  private static final int LIVES = 150;

  @TempDir Path directory = Path.of("");

  private Path log = Path.of("");
  private List<Receipt> receipts = List.of();

  @BeforeEach
  void writeLog() throws Exception {
    log = directory.resolve("log");
    receipts = new ArrayList<>();
    try (SegmentJournal journal = open()) {
      for (int i = 0; i < LIVES; i++) {
        receipts.add(Lives.append(journal, Lives.accepted("r" + i)));
        receipts.add(Lives.append(journal, Lives.released("r" + i)));
      }
    }
  }

  @Test
  void everyEntryIsProvedUnderTheLastCheckpoint() {
    LogTree tree = LogTree.read(StoredLog.in(log));
    ReceiptVerifier verifier = new ReceiptVerifier(key());

    for (int i = 0; i < 2 * LIVES; i++) {
      Receipt proof = tree.prove(i);
      assertThat(verifier.objection(proof)).isEmpty();
      assertThat(proof.leafHash()).isEqualTo(receipts.get(i).leafHash());
    }
    assertThatThrownBy(() -> tree.prove(2 * LIVES)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLogIsShownToHaveGrownFromEveryCheckpointThatItGaveOut() {
    LogTree tree = LogTree.read(StoredLog.in(log));

    for (Receipt receipt : receipts) {
      LogTree.Growth growth = tree.since(receipt.checkpoint());
      assertThat(growth.isConsistent()).isTrue();
      assertThat(growth.earlier().size()).isEqualTo(receipt.index() + 1);
    }
  }

  @Test
  void entriesThatWereCutOffAreMissedByWhoeverHoldsALaterCheckpoint() throws Exception {
    Path file = new SegmentDirectory(log).segments().get(0).file();
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, ISO_8859_1);
    int lastBatch = text.lastIndexOf("{\"chain\"") - 9;
    Files.write(file, Arrays.copyOf(bytes, lastBatch));
    assertThat(JournalVerifier.verify(log).isIntact()).isTrue();

    String held = receipts.get(receipts.size() - 1).checkpoint();

    assertThatThrownBy(() -> LogTree.read(StoredLog.in(log)).since(held))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("newest entries were cut off");
  }

  @Test
  void theTailIsVerifiedFromItsSignedHeader() throws Exception {
    VerificationReport tail = JournalVerifier.verifyTail(log, key());

    assertThat(tail.problems()).isEmpty();
    assertThat(tail.root()).isEqualTo(JournalVerifier.verify(log).root());
    Path file = new SegmentDirectory(log).segments().get(0).file();
    byte[] bytes = Files.readAllBytes(file);
    bytes[20] ^= 1;
    Files.write(file, bytes);
    assertThat(JournalVerifier.verifyTail(log, key()).isIntact()).isFalse();
  }

  @Test
  void tilesHoldTheTreeAndTheEntriesAsTheFormatSays() throws Exception {
    Path target = directory.resolve("tiles");
    TileExport.write(StoredLog.in(log), target);

    byte[] full = Files.readAllBytes(target.resolve("tile/0/000"));
    byte[] partial = Files.readAllBytes(target.resolve("tile/0/001.p/44"));
    byte[] upper = Files.readAllBytes(target.resolve("tile/1/000.p/1"));
    ByteBuffer entries = ByteBuffer.wrap(Files.readAllBytes(target.resolve("tile/entries/000")));
    byte[] first = new byte[Short.toUnsignedInt(entries.getShort())];
    entries.get(first);

    assertThat(full).hasSize(256 * 32);
    assertThat(partial).hasSize(44 * 32);
    assertThat(upper).isEqualTo(rootOf(full));
    assertThat(TreeHash.ofNode(upper, rootOf(partial)))
        .isEqualTo(LogTree.read(StoredLog.in(log)).checkpoint().root().toByteArray());
    assertThat(Sha256.ofDigest(TreeHash.ofLeaf(first))).isEqualTo(receipts.get(0).leafHash());
    assertThat(Files.exists(target.resolve("tile/entries/001.p/44"))).isTrue();
    assertThat(key().verified(Files.readString(target.resolve("checkpoint")))).contains("\n300\n");
  }

  @Test
  void tilesAreNamedAsTheFormatNamesThem() {
    assertThat(TileExport.path(1_234_067, 256)).isEqualTo("x001/x234/067");
    assertThat(TileExport.path(0, 256)).isEqualTo("000");
    assertThat(TileExport.path(1_000, 7)).isEqualTo("x001/000.p/7");
  }

  @Test
  void eachLineOfTheSecurityExportIsEvidenceByItself() throws Exception {
    StringBuilder out = new StringBuilder();
    OcsfExport.write(StoredLog.in(log), out);

    List<String> lines = out.toString().lines().toList();
    JsonNode event = new ObjectMapper().readTree(lines.get(3));
    JsonNode evidence = event.path("unmapped").path("imprimatur");
    List<Sha256> path = new ArrayList<>();
    evidence.path("inclusion").forEach(hash -> path.add(new Sha256(hash.asText())));
    Receipt proof =
        new Receipt(
            "example.org/audit",
            evidence.path("index").longValue(),
            Sha256.ofDigest(TreeHash.ofLeaf(evidence.path("entry").asText().getBytes(UTF_8))),
            path,
            evidence.path("checkpoint").asText());

    assertThat(lines).hasSize(2 * LIVES);
    assertThat(event.path("class_uid").intValue()).isEqualTo(6003);
    assertThat(event.path("type_uid").intValue()).isEqualTo(600301);
    assertThat(event.path("metadata").path("tenant_uid").asText()).isEqualTo("acme");
    assertThat(new ReceiptVerifier(key()).objection(proof)).isEmpty();
  }

  @Test
  void theTableHasOneRowAnEntry() {
    StringBuilder out = new StringBuilder();
    CsvExport.write(StoredLog.in(log), out);

    List<String> rows = out.toString().lines().toList();
    assertThat(rows).hasSize(1 + 2 * LIVES);
    assertThat(rows.get(0)).startsWith("\"index\",\"time\",\"event\"");
    assertThat(rows.get(2)).contains("\"released\"").contains("\"r0\"");
  }

  @Test
  void noCellOfTheTableIsAFormula() {
    for (String formula : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "|calc", "%0A")) {
      assertThat(CsvExport.cell(formula)).startsWith("\"'");
    }
    assertThat(CsvExport.cell("say \"no\"")).isEqualTo("\"say \"\"no\"\"\"");
    assertThat(CsvExport.cell("acme")).isEqualTo("\"acme\"");
  }

  private SegmentJournal open() {
    return SegmentJournal.open(log, "example.org/audit", Clock.systemUTC());
  }

  private NoteVerifierKey key() {
    return LogKeys.verifier(new SegmentDirectory(log));
  }

  /** The root over the hashes of a tile, straight from the definition. */
  private static byte[] rootOf(byte[] hashes) {
    int count = hashes.length / 32;
    if (count == 1) {
      return hashes;
    }
    int split = 32 * Integer.highestOneBit(count - 1);
    return TreeHash.ofNode(
        rootOf(Arrays.copyOfRange(hashes, 0, split)),
        rootOf(Arrays.copyOfRange(hashes, split, hashes.length)));
  }
}

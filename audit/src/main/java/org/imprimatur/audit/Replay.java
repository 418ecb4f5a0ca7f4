package org.imprimatur.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.VerificationReport.Retired;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.entry.EntryReader;
import org.imprimatur.audit.entry.Ledger;
import org.imprimatur.audit.note.Checkpoint;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.tree.CompactRange;
import org.imprimatur.audit.tree.PartialTree;
import org.imprimatur.audit.tree.TreeHash;

/**
 * Goes through a log once more, batch by batch, and believes nothing: the tree is computed anew,
 * every signature is checked, every tenant's chain and every request's life is followed. Not
 * thread-safe.
 */
final class Replay {
  private record Leaf(EntryReader.Head head, Sha256 hash) {}

  private final NoteVerifierKey key;
  private final JournalVerifier.Signatures signatures;
  private Ledger ledger;
  private final List<Leaf> batch = new ArrayList<>();
  private PartialTree tree;
  private CompactRange range;
  private String checkpoint;

  /** How many entries there are hashes of, and nothing else. */
  private long retired;

  /** What the journal says of them. */
  private Retired announced = Retired.NONE;

  /** True after retired entries, which say nothing about chains and requests. */
  private boolean lacksLedger;

  /** True until the ciphertext beside the last leaf has come, if the leaf names one. */
  private boolean awaitsContent;

  /** A checkpoint whose text is right and whose signature has not been looked at. */
  private String unsigned = "";

  Replay(NoteVerifierKey key, LogState from) {
    this(key, from, JournalVerifier.Signatures.EVERY);
  }

  Replay(NoteVerifierKey key, LogState from, JournalVerifier.Signatures signatures) {
    this.key = key;
    this.signatures = signatures;
    this.ledger = from.ledger().copy();
    this.range = from.range();
    this.checkpoint = from.checkpoint();
    this.tree = new PartialTree(range);
  }

  /** Takes the next leaf, and says what is wrong with it or the one before; empty if nothing is. */
  List<String> entry(byte[] leaf) {
    List<String> problems = lackOfContent();
    byte[] hash = TreeHash.ofLeaf(leaf);
    tree.append(hash);
    try {
      Leaf next = new Leaf(EntryReader.head(leaf), Sha256.ofDigest(hash));
      batch.add(next);
      awaitsContent = !next.head().content().isEmpty();
      if (retired > 0 && next.head().stamp().isNotice()) {
        heed(leaf);
      }
      return problems;
    } catch (IllegalArgumentException e) {
      return plus(problems, String.valueOf(e.getMessage()));
    }
  }

  /** Takes the hashes of leaves that are kept no more, and says what is wrong with that. */
  List<String> retired(byte[] hashes) {
    boolean first = tree.size() == retired;
    hashes(hashes).forEach(tree::append);
    retired = tree.size();
    lacksLedger = true;
    return first ? List.of() : List.of("retired entries stand behind entries that are kept");
  }

  /** Takes the signed state where retired entries end, and says what is wrong with it. */
  List<String> resume(String signed) {
    try {
      LogState state = LogState.parse(signed, key);
      if (!state.range().equals(range) || !state.checkpoint().equals(checkpoint)) {
        return List.of("the header does not say where the log stood");
      }
      ledger = state.ledger().copy();
      lacksLedger = false;
      return List.of();
    } catch (NoteVerifierKey.BrokenNote | IllegalArgumentException e) {
      return List.of("the header cannot be believed: " + e.getMessage());
    }
  }

  /** True after retired entries, until {@link #resume}. */
  boolean lacksLedger() {
    return lacksLedger;
  }

  /** What was retired, as the journal itself says. */
  Retired retired() {
    return retired == 0 ? Retired.NONE : new Retired(retired, announced.entry(), announced.rule());
  }

  /** Says what is wrong with the whole. */
  List<String> end() {
    return retired <= announced.before()
        ? List.of()
        : List.of(
            "the entries before %d are gone, and no entry says that they were retired"
                .formatted(retired));
  }

  /** The hashes of leaves that stand one behind the other. */
  static List<byte[]> hashes(byte[] joined) {
    List<byte[]> hashes = new ArrayList<>(joined.length / TreeHash.BYTES);
    for (int at = 0; at + TreeHash.BYTES <= joined.length; at += TreeHash.BYTES) {
      hashes.add(Arrays.copyOfRange(joined, at, at + TreeHash.BYTES));
    }
    return hashes;
  }

  /** Takes the ciphertext beside the last leaf, and says what is wrong with it. */
  List<String> content(byte[] sealed) {
    boolean named =
        !batch.isEmpty()
            && batch.get(batch.size() - 1).head().content().equals(Sha256.of(sealed).hex());
    awaitsContent = false;
    return named ? List.of() : List.of("the encrypted content is not what its entry names");
  }

  /** Takes the checkpoint that ends a batch, and says what is wrong with it or the batch. */
  List<String> checkpoint(String note) {
    List<String> problems = new ArrayList<>(lackOfContent());
    checkCheckpoint(note, problems);
    long index = range.size();
    for (Leaf leaf : batch) {
      checkOrder(leaf, problems);
      ledger.record(leaf.head().stamp(), index++, leaf.hash());
    }
    batch.clear();
    range = tree.range();
    tree = new PartialTree(range);
    checkpoint = note;
    return problems;
  }

  /** Looks at the signature of the last checkpoint, if it has not been looked at yet. */
  List<String> endOfSegment() {
    try {
      if (!unsigned.isEmpty()) {
        key.verified(unsigned);
      }
      return List.of();
    } catch (NoteVerifierKey.BrokenNote e) {
      return List.of("the checkpoint cannot be believed: " + e.getMessage());
    }
  }

  /** Where the log stands after the last checkpoint. */
  LogState state() {
    return new LogState(range, ledger, checkpoint);
  }

  /** How many entries there are, those after the last checkpoint included. */
  long entries() {
    return tree.size();
  }

  /**
   * Content is erased by its key and retired with its entry, so an entry that is there and names
   * content has it beside it, readable or not.
   */
  private List<String> lackOfContent() {
    if (!awaitsContent) {
      return List.of();
    }
    awaitsContent = false;
    return List.of(
        "the encrypted content of entry %d is gone, and the entry was not retired"
            .formatted(tree.size() - 1));
  }

  private static List<String> plus(List<String> some, String another) {
    List<String> all = new ArrayList<>(some);
    all.add(another);
    return all;
  }

  /** Takes note of the entry that says what was retired. */
  private void heed(byte[] leaf) {
    AuditEntry entry = EntryReader.read(tree.size() - 1, leaf);
    if (entry.fact("kind").equals(Optional.of(Retention.KIND))) {
      long before = Long.parseLong(entry.fact("facts." + Retention.BEFORE).orElse("0"));
      if (before > announced.before()) {
        announced =
            new Retired(
                before, entry.index(), entry.fact("facts." + Retention.RULE).orElse("unknown"));
      }
    }
  }

  private void checkCheckpoint(String note, List<String> problems) {
    try {
      unsigned = "";
      Checkpoint claimed = Checkpoint.parse(textOf(note));
      Checkpoint found = new Checkpoint(key.name(), tree.size(), tree.root());
      if (!claimed.equals(found)) {
        problems.add(
            "the checkpoint claims %d entries under %s, but there are %d under %s"
                .formatted(claimed.size(), claimed.root(), found.size(), found.root()));
      }
    } catch (NoteVerifierKey.BrokenNote | IllegalArgumentException e) {
      problems.add("the checkpoint cannot be believed: " + e.getMessage());
    }
  }

  private String textOf(String note) {
    if (signatures == JournalVerifier.Signatures.EVERY) {
      return key.verified(note);
    }
    unsigned = note;
    return note.substring(0, note.indexOf("\n\n") + 1);
  }

  private void checkOrder(Leaf leaf, List<String> problems) {
    EntryReader.Head head = leaf.head();
    ledger.objection(head.stamp()).ifPresent(problems::add);
    if (!ledger.next(head.stamp().tenant()).equals(head.link())) {
      problems.add("the tenant's chain is broken at its entry %d".formatted(head.link().seq()));
    }
  }
}

package org.imprimatur.audit;

import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.Sha256;
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
  private final Ledger ledger;
  private final List<Leaf> batch = new ArrayList<>();
  private PartialTree tree;
  private CompactRange range;
  private String checkpoint;

  Replay(NoteVerifierKey key, LogState from) {
    this.key = key;
    this.ledger = from.ledger().copy();
    this.range = from.range();
    this.checkpoint = from.checkpoint();
    this.tree = new PartialTree(range);
  }

  /** Takes the next leaf, and says what is wrong with it; empty if nothing is. */
  List<String> entry(byte[] leaf) {
    byte[] hash = TreeHash.ofLeaf(leaf);
    tree.append(hash);
    try {
      batch.add(new Leaf(EntryReader.head(leaf), Sha256.ofDigest(hash)));
      return List.of();
    } catch (IllegalArgumentException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  /** Takes the checkpoint that ends a batch, and says what is wrong with it or the batch. */
  List<String> checkpoint(String note) {
    List<String> problems = new ArrayList<>();
    checkSignature(note, problems);
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

  /** Where the log stands after the last checkpoint. */
  LogState state() {
    return new LogState(range, ledger, checkpoint);
  }

  /** How many entries there are, those after the last checkpoint included. */
  long entries() {
    return tree.size();
  }

  private void checkSignature(String note, List<String> problems) {
    try {
      Checkpoint claimed = Checkpoint.parse(key.verified(note));
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

  private void checkOrder(Leaf leaf, List<String> problems) {
    EntryReader.Head head = leaf.head();
    ledger.objection(head.stamp()).ifPresent(problems::add);
    if (!ledger.next(head.stamp().tenant()).equals(head.link())) {
      problems.add("the tenant's chain is broken at its entry %d".formatted(head.link().seq()));
    }
  }
}

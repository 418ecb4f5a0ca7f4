package org.imprimatur.audit;

import java.util.List;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.note.Checkpoint;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.tree.CompactRange;
import org.imprimatur.audit.tree.PartialTree;
import org.imprimatur.audit.tree.Proofs;
import org.imprimatur.audit.tree.TreeHash;

/**
 * The whole tree of a log under its last checkpoint, held in memory: about 200 bytes an entry. It
 * gives proofs; of the log's signatures it checks the last alone. Not thread-safe.
 */
public final class LogTree {
  /**
   * How a log has grown since a checkpoint.
   *
   * @param proof the RFC 6962 consistency proof
   */
  public record Growth(Checkpoint earlier, Checkpoint now, List<Sha256> proof) {
    public Growth {
      proof = List.copyOf(proof);
    }

    /** True if the log still begins with all that the earlier checkpoint covered. */
    public boolean isConsistent() {
      return Proofs.extend(
          new Proofs.Head(earlier.size(), earlier.root()),
          new Proofs.Head(now.size(), now.root()),
          proof);
    }
  }

  private final NoteVerifierKey key;
  private final PartialTree tree;
  private final String note;
  private final Checkpoint checkpoint;

  private LogTree(NoteVerifierKey key, PartialTree tree, String note) {
    this.key = key;
    this.tree = tree;
    this.note = note;
    this.checkpoint = Checkpoint.parse(key.verified(note));
    if (checkpoint.size() != tree.size() || !checkpoint.root().equals(tree.root())) {
      throw new IllegalArgumentException(
          "the entries do not give the root of the last checkpoint; run `imprimatur audit verify`");
    }
  }

  /**
   * Reads a log.
   *
   * @throws IllegalArgumentException if it has no entries, or they do not fit its last checkpoint
   */
  public static LogTree read(StoredLog log) {
    Growing growing = new Growing();
    log.scan(0, growing);
    if (growing.tree.size() == 0) {
      throw new IllegalArgumentException("the log in " + log.place() + " has no entries");
    }
    return new LogTree(log.verifierKey(), growing.tree, growing.note);
  }

  /** The last checkpoint, a signed note. */
  public String note() {
    return note;
  }

  /** The published key that checked the last checkpoint. */
  public NoteVerifierKey key() {
    return key;
  }

  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /**
   * Proof that the entry at {@code index} is in the log, under the last checkpoint.
   *
   * @throws IllegalArgumentException if there is no such entry
   */
  public Receipt prove(long index) {
    List<Sha256> path = tree.inclusion(index);
    return new Receipt(
        checkpoint.origin(), index, Sha256.ofDigest(tree.node(0, index)), path, note);
  }

  /**
   * Holds an earlier checkpoint of this log, a signed note, against what the log is now.
   *
   * @throws NoteVerifierKey.BrokenNote if the log's key did not sign it
   * @throws IllegalArgumentException if it covers more entries than there are: some were cut off
   */
  public Growth since(String earlierNote) {
    Checkpoint earlier = Checkpoint.parse(key.verified(earlierNote));
    if (earlier.size() > tree.size()) {
      throw new IllegalArgumentException(
          "the checkpoint covers %d entries, but the log has %d: its newest entries were cut off"
              .formatted(earlier.size(), tree.size()));
    }
    return new Growth(earlier, checkpoint, tree.consistency(earlier.size()));
  }

  /** The hash of a subtree, for tiles. */
  byte[] node(int level, long index) {
    return tree.node(level, index);
  }

  private static final class Growing implements StoredLog.Visitor {
    final PartialTree tree = new PartialTree(CompactRange.EMPTY);
    String note = "";

    @Override
    public boolean entry(long index, byte[] leaf) {
      tree.append(TreeHash.ofLeaf(leaf));
      return true;
    }

    @Override
    public boolean retired(long index, byte[] leafHash) {
      tree.append(leafHash);
      return true;
    }

    @Override
    public void checkpoint(String signed) {
      note = signed;
    }
  }
}

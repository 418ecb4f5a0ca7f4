package org.imprimatur.audit.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.entry.Confidence;
import org.imprimatur.audit.entry.Draft;
import org.imprimatur.audit.entry.Ledger;
import org.imprimatur.audit.entry.Stamp;
import org.imprimatur.audit.note.Checkpoint;
import org.imprimatur.audit.note.NoteKey;
import org.imprimatur.audit.tree.CompactRange;
import org.imprimatur.audit.tree.PartialTree;
import org.imprimatur.audit.tree.TreeHash;

/**
 * Entries that become durable together: each gets its place in the tree and in its tenant's chain,
 * and all get one checkpoint. Not thread-safe.
 */
public final class Batch {
  /** An entry that has its place. */
  public static final class Placed {
    private final Pending pending;
    private final long index;
    private final byte[] leaf;
    private final byte[] digest;
    private final Sha256 hash;
    private final Optional<Bytes> sealed;

    private Placed(Pending pending, long index, byte[] leaf, Optional<Bytes> sealed) {
      this.pending = pending;
      this.index = index;
      this.leaf = leaf;
      this.digest = TreeHash.ofLeaf(leaf);
      this.hash = Sha256.ofDigest(digest);
      this.sealed = sealed;
    }

    public Stamp stamp() {
      return pending.draft().stamp();
    }

    public long index() {
      return index;
    }

    /** The bytes themselves, not a copy. */
    public byte[] leaf() {
      return leaf;
    }

    public Sha256 leafHash() {
      return hash;
    }

    /** The ciphertext that stands beside the leaf; empty if there is none. */
    public Optional<Bytes> sealed() {
      return sealed;
    }
  }

  private final PartialTree tree;
  private final Ledger ledger;
  private final Optional<ContentVault> vault;
  private final List<Placed> placed = new ArrayList<>();

  /**
   * @param ledger is kept up to date with what is added
   * @param vault keeps what people wrote; empty if nobody does
   */
  public Batch(CompactRange from, Ledger ledger, Optional<ContentVault> vault) {
    this.tree = new PartialTree(from);
    this.ledger = ledger;
    this.vault = vault;
  }

  /** Gives an entry its place, or fails it if it breaks a request's life. */
  public void add(Pending pending) throws IOException {
    Stamp stamp = pending.draft().stamp();
    Optional<String> objection = ledger.objection(stamp);
    if (objection.isPresent()) {
      pending.fail("the journal does not take the entry: " + objection.get());
      return;
    }
    Optional<Bytes> sealed = seal(pending.draft());
    byte[] leaf = pending.draft().leaf(ledger.next(stamp.tenant()), sealed.map(Bytes::sha256));
    Placed entry = new Placed(pending, tree.size(), leaf, sealed);
    tree.append(entry.digest);
    ledger.record(stamp, entry.index, entry.hash);
    placed.add(entry);
  }

  /** The entries that have a place, in order. */
  public List<Placed> placed() {
    return Collections.unmodifiableList(placed);
  }

  /** The checkpoint over the tree with all entries of this batch, signed. */
  public String checkpoint(NoteKey key) {
    return key.sign(new Checkpoint(key.verifier().name(), tree.size(), tree.root()).text());
  }

  /** What the next batch starts from. */
  public CompactRange range() {
    return tree.range();
  }

  /** Hands out the receipts, once the batch and its checkpoint are durable. */
  public void acknowledge(String origin, String note) {
    for (Placed entry : placed) {
      entry
          .pending
          .receipt()
          .complete(
              new Receipt(origin, entry.index, entry.hash, tree.inclusion(entry.index), note));
    }
  }

  /** Fails the entries that have a place. */
  public void fail(String why) {
    placed.forEach(entry -> entry.pending.fail(why));
  }

  private Optional<Bytes> seal(Draft draft) throws IOException {
    if (vault.isEmpty() || draft.confidence().isEmpty()) {
      return Optional.empty();
    }
    Confidence words = draft.confidence().get();
    return Optional.of(vault.get().seal(words.owner(), words.plain(), words.context()));
  }
}

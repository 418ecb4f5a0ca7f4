package org.imprimatur.audit.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.imprimatur.api.Sha256;

/**
 * A growing tree that remembers every node since the range it started from, and nothing before it.
 * Started from {@link CompactRange#EMPTY} it is the whole tree; started from a log's last range it
 * gives the proofs of the leaves that were added since. Not thread-safe.
 *
 * <p>Definitions and proofs: RFC 6962 sections 2.1 to 2.1.2.
 */
public final class PartialTree {
  private static final int MOST_SHARED = 4_096;

  private final long start;
  private final Map<Integer, byte[]> frontier = new HashMap<>();
  private final List<List<byte[]>> levels = new ArrayList<>();

  /** Incomplete subtrees at the right edge, by their first leaf; dropped when a leaf is added. */
  private final Map<Long, byte[]> edge = new HashMap<>();

  /** Nodes in the form of proofs, so that the leaves of a batch share what is above them. */
  private final IdentityHashMap<byte[], Sha256> shared = new IdentityHashMap<>();

  /** The path of the leaf that was asked for last; the leaf beside it has nearly the same. */
  private List<Sha256> lastPath = List.of();

  private long lastIndex = -1;
  private long size;

  public PartialTree(CompactRange from) {
    start = from.size();
    size = start;
    int node = 0;
    for (int level = Long.SIZE - 1; level >= 0; level--) {
      if ((start >> level & 1) == 1) {
        frontier.put(level, from.nodes().get(node++).toByteArray());
      }
    }
    levels.add(new ArrayList<>());
  }

  /** Adds the leaf with this {@link TreeHash#ofLeaf hash}. */
  public void append(byte[] leafHash) {
    edge.clear();
    shared.clear();
    lastIndex = -1;
    levels.get(0).add(leafHash);
    long index = size++;
    for (int level = 0; (index & 1) == 1; level++, index >>= 1) {
      if (levels.size() == level + 1) {
        levels.add(new ArrayList<>());
      }
      byte[] parent = TreeHash.ofNode(node(level, index - 1), node(level, index));
      levels.get(level + 1).add(parent);
    }
  }

  /** The number of leaves, those before the start included. */
  public long size() {
    return size;
  }

  public Sha256 root() {
    return Sha256.ofDigest(size == 0 ? TreeHash.ofNothing() : subtree(0, size));
  }

  /** Everything that is needed to go on from here. */
  public CompactRange range() {
    List<Sha256> nodes = new ArrayList<>();
    for (int level = Long.SIZE - 1; level >= 0; level--) {
      if ((size >> level & 1) == 1) {
        nodes.add(Sha256.ofDigest(node(level, (size >> level) - 1)));
      }
    }
    return new CompactRange(size, nodes);
  }

  /**
   * The path from the leaf at {@code index} to the root (RFC 6962 section 2.1.1).
   *
   * @throws IllegalArgumentException if there is no such leaf, or it lies before the start
   */
  public List<Sha256> inclusion(long index) {
    if (index < start || index >= size) {
      throw new IllegalArgumentException(
          "leaf %d is not among the leaves %d to %d".formatted(index, start, size - 1));
    }
    List<Sha256> path;
    if ((index & 1) == 1 && lastIndex == index - 1) {
      path = new ArrayList<>(lastPath);
      path.set(0, shared(node(0, lastIndex)));
    } else {
      path = new ArrayList<>();
      path(index, 0, size, path);
    }
    lastPath = path;
    lastIndex = index;
    return Collections.unmodifiableList(path);
  }

  /**
   * The proof that this tree begins with its first {@code earlier} leaves (RFC 6962 section 2.1.2).
   *
   * @throws IllegalArgumentException if the tree is smaller, or nodes before the start are needed
   */
  public List<Sha256> consistency(long earlier) {
    if (earlier < 0 || earlier > size) {
      throw new IllegalArgumentException(
          "a tree of %d leaves cannot begin with %d".formatted(size, earlier));
    }
    List<Sha256> proof = new ArrayList<>();
    if (earlier > 0 && earlier < size) {
      subproof(earlier, 0, size, proof);
    }
    return proof;
  }

  /**
   * The root of the complete subtree that covers the leaves from {@code index * 2^level} on.
   *
   * @throws IllegalArgumentException if it lies before the start
   */
  public byte[] node(int level, long index) {
    long first = start >> level;
    if (index >= first) {
      return levels.get(level).get(Math.toIntExact(index - first));
    }
    byte[] hash = frontier.get(level);
    if (hash == null || index != first - 1) {
      throw new IllegalArgumentException(
          "node %d of level %d lies before the start of this tree".formatted(index, level));
    }
    return hash;
  }

  private void path(long leaf, long from, long to, List<Sha256> path) {
    if (to - from == 1) {
      return;
    }
    long middle = from + largestPowerBelow(to - from);
    if (leaf < middle) {
      path(leaf, from, middle, path);
      path.add(shared(subtree(middle, to)));
    } else {
      path(leaf, middle, to, path);
      path.add(shared(subtree(from, middle)));
    }
  }

  private Sha256 shared(byte[] node) {
    if (shared.size() >= MOST_SHARED) {
      shared.clear(); // whoever proves a whole log gains nothing by more
    }
    return shared.computeIfAbsent(node, Sha256::ofDigest);
  }

  private void subproof(long earlier, long from, long to, List<Sha256> proof) {
    if (earlier == to) {
      if (from != 0) { // otherwise the verifier knows this subtree: it is the earlier tree
        proof.add(Sha256.ofDigest(subtree(from, to)));
      }
      return;
    }
    long middle = from + largestPowerBelow(to - from);
    if (earlier <= middle) {
      subproof(earlier, from, middle, proof);
      proof.add(Sha256.ofDigest(subtree(middle, to)));
    } else {
      subproof(earlier, middle, to, proof);
      proof.add(Sha256.ofDigest(subtree(from, middle)));
    }
  }

  private byte[] subtree(long from, long to) {
    long leaves = to - from;
    if (Long.bitCount(leaves) == 1 && from % leaves == 0) {
      int level = Long.numberOfTrailingZeros(leaves);
      return node(level, from >> level);
    }
    byte[] known = edge.get(from);
    if (known != null && to == size) {
      return known;
    }
    long middle = from + largestPowerBelow(leaves);
    byte[] hash = TreeHash.ofNode(subtree(from, middle), subtree(middle, to));
    if (to == size) {
      edge.put(from, hash);
    }
    return hash;
  }

  private static long largestPowerBelow(long leaves) {
    return Long.highestOneBit(leaves - 1);
  }
}

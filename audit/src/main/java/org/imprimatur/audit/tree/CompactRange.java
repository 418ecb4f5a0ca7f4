package org.imprimatur.audit.tree;

import java.util.List;
import org.imprimatur.api.Sha256;

/**
 * All that a tree needs to keep in order to grow: the roots of the largest complete subtrees that
 * cover its leaves.
 *
 * @param size how many leaves the tree has
 * @param nodes the subtree roots, from the largest (the leftmost) to the smallest; as many as
 *     {@code size} has one bits
 */
public record CompactRange(long size, List<Sha256> nodes) {
  public static final CompactRange EMPTY = new CompactRange(0, List.of());

  public CompactRange {
    if (size < 0 || Long.bitCount(size) != nodes.size()) {
      throw new IllegalArgumentException(
          "a tree of %d leaves is not covered by %d subtrees".formatted(size, nodes.size()));
    }
    nodes = List.copyOf(nodes);
  }

  /** The root hash of the tree. */
  public Sha256 root() {
    return new PartialTree(this).root();
  }
}

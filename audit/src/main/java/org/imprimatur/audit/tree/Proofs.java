package org.imprimatur.audit.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.imprimatur.api.Sha256;

/** Checks proofs against roots, without the log (RFC 9162 sections 2.1.3.2 and 2.1.4.2). */
public final class Proofs {
  /** A tree as a checkpoint names it. */
  public record Head(long size, Sha256 root) {}

  private Proofs() {}

  /** True if {@code path} leads from the leaf at {@code index} to the root of {@code tree}. */
  public static boolean includes(Head tree, long index, Sha256 leafHash, List<Sha256> path) {
    if (index < 0 || index >= tree.size()) {
      return false;
    }
    long node = index;
    long last = tree.size() - 1;
    byte[] hash = leafHash.toByteArray();
    for (Sha256 sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = TreeHash.ofNode(sibling.toByteArray(), hash);
        int climbed = Long.numberOfTrailingZeros(node);
        node >>= climbed;
        last >>= climbed;
      } else {
        hash = TreeHash.ofNode(hash, sibling.toByteArray());
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && Arrays.equals(hash, tree.root().toByteArray());
  }

  /** True if {@code proof} shows that {@code later} begins with all leaves of {@code earlier}. */
  public static boolean extend(Head earlier, Head later, List<Sha256> proof) {
    if (earlier.size() > later.size()) {
      return false;
    }
    if (earlier.size() == later.size()) {
      return proof.isEmpty() && earlier.root().equals(later.root());
    }
    if (earlier.size() == 0) {
      return proof.isEmpty() && earlier.root().equals(CompactRange.EMPTY.root());
    }
    List<Sha256> path = new ArrayList<>(proof);
    if (Long.bitCount(earlier.size()) == 1) {
      path.add(0, earlier.root());
    }
    return !path.isEmpty() && climb(earlier, later, path.iterator());
  }

  private static boolean climb(Head earlier, Head later, Iterator<Sha256> path) {
    int common = Long.numberOfTrailingZeros(earlier.size());
    long node = (earlier.size() - 1) >> common;
    long last = (later.size() - 1) >> common;
    byte[] first = path.next().toByteArray();
    byte[] second = first;
    while (path.hasNext()) {
      if (last == 0) {
        return false;
      }
      byte[] sibling = path.next().toByteArray();
      if ((node & 1) == 1 || node == last) {
        first = TreeHash.ofNode(sibling, first);
        second = TreeHash.ofNode(sibling, second);
        int climbed = Long.numberOfTrailingZeros(node);
        node >>= climbed;
        last >>= climbed;
      } else {
        second = TreeHash.ofNode(second, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0
        && Arrays.equals(first, earlier.root().toByteArray())
        && Arrays.equals(second, later.root().toByteArray());
  }
}

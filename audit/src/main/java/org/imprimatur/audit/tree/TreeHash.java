package org.imprimatur.audit.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes of RFC 6962 section 2.1: 32 bytes each, leaves and inner nodes kept apart. */
public final class TreeHash {
  /** The length of a hash. */
  public static final int BYTES = 32;

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  /**
   * A verification hashes twice an entry, and a look-up of the algorithm costs as much as a node.
   */
  private static final ThreadLocal<MessageDigest> DIGEST =
      ThreadLocal.withInitial(TreeHash::newDigest);

  private TreeHash() {}

  /** The hash of the tree without leaves. */
  public static byte[] ofNothing() {
    return DIGEST.get().digest();
  }

  public static byte[] ofLeaf(byte[] entry) {
    MessageDigest digest = DIGEST.get(); // as new: digest() resets it
    digest.update(LEAF);
    return digest.digest(entry);
  }

  public static byte[] ofNode(byte[] left, byte[] right) {
    MessageDigest digest = DIGEST.get(); // as new: digest() resets it
    digest.update(NODE);
    digest.update(left);
    return digest.digest(right);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

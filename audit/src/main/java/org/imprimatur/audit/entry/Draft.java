package org.imprimatur.audit.entry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;

/** An entry that is complete but for its place in the log. Immutable. */
public final class Draft {
  /** A leaf is shorter, so that entry bundles with 16-bit lengths can hold it (C2SP tlog-tiles). */
  public static final int MAX_LEAF = 65_535;

  /** The largest that a link takes, with its comma. */
  private static final int MAX_LINK = 128;

  /** Sorts before every other member of an entry, so the rest need not be written again. */
  static final String LINK = "chain";

  private final Stamp stamp;
  private final byte[] rest;

  /**
   * @param body all members of the entry but its link
   * @throws IllegalArgumentException if the entry is too large for a leaf
   */
  Draft(Stamp stamp, ObjectNode body) {
    this.stamp = stamp;
    this.rest = CanonicalJson.bytes(body);
    if (rest.length + MAX_LINK > MAX_LEAF) {
      throw new IllegalArgumentException(
          "the entry takes %d bytes, but a leaf of the log holds %d; shorten its facts or measure"
                  .formatted(rest.length, MAX_LEAF - MAX_LINK)
              + " fewer categories");
    }
  }

  public Stamp stamp() {
    return stamp;
  }

  /** The bytes of the leaf, once its place is known. */
  public byte[] leaf(Link link) {
    ObjectNode chain = JsonNodeFactory.instance.objectNode();
    chain.putObject(LINK).put("previous", link.previous()).put("seq", link.seq());
    byte[] head = CanonicalJson.bytes(chain);
    ByteArrayOutputStream leaf = new ByteArrayOutputStream(head.length + rest.length);
    leaf.write(head, 0, head.length - 1);
    leaf.write(',');
    leaf.write(rest, 1, rest.length - 1);
    return leaf.toByteArray();
  }
}

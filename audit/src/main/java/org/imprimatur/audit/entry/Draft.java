package org.imprimatur.audit.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.imprimatur.api.Sha256;

/** An entry that is complete but for its place in the log. Immutable. */
public final class Draft {
  /** A leaf is shorter, so that entry bundles with 16-bit lengths can hold it (C2SP tlog-tiles). */
  public static final int MAX_LEAF = 65_535;

  /** The largest that a link takes, with its comma. */
  private static final int MAX_LINK = 256;

  /** Sorts before every other member of an entry, so the rest need not be written again. */
  static final String LINK = "chain";

  /** Names the digest of the ciphertext that stands beside the leaf. */
  static final String CONTENT = "content";

  private final Stamp stamp;
  private final Optional<Confidence> confidence;
  private final byte[] rest;

  /**
   * @param body all members of the entry but its link, in canonical form
   * @param confidence what the request says and the leaf must not
   * @throws IllegalArgumentException if the entry is too large for a leaf
   */
  Draft(Stamp stamp, CanonicalWriter body, Optional<Confidence> confidence) {
    this.stamp = stamp;
    this.confidence = confidence;
    this.rest = body.done();
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

  /** What the request says and the leaf must not; empty where there is no such thing. */
  public Optional<Confidence> confidence() {
    return confidence;
  }

  /** The bytes of the leaf, once its place is known. */
  public byte[] leaf(Link link) {
    return leaf(link, Optional.empty());
  }

  /**
   * The same, with encrypted content beside the leaf.
   *
   * @param sealed the digest of the ciphertext
   */
  public byte[] leaf(Link link, Optional<Sha256> sealed) {
    byte[] start = head(link, sealed).getBytes(StandardCharsets.US_ASCII);
    byte[] leaf = Arrays.copyOf(start, start.length + rest.length - 1);
    System.arraycopy(rest, 1, leaf, start.length, rest.length - 1);
    return leaf;
  }

  /** The link in canonical form: names in their order, and no value that would be escaped. */
  private static String head(Link link, Optional<Sha256> sealed) {
    String content = sealed.map(it -> quoted(CONTENT) + ":" + quoted(it.hex()) + ",").orElse("");
    return "{"
        + quoted(LINK)
        + ":{"
        + content
        + "\"previous\":"
        + quoted(link.previous())
        + ",\"seq\":"
        + link.seq()
        + "},";
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}

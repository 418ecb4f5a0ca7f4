package org.imprimatur.provenance.validate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.provenance.cbor.CborDecoder;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.jumbf.BoxType;
import org.imprimatur.provenance.jumbf.SuperBox;
import org.imprimatur.provenance.manifest.Labels;

/** A manifest as it was read. */
record Manifest(SuperBox box, Claim claim, Map<String, SuperBox> assertions) {
  Manifest {
    assertions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(assertions));
  }

  /**
   * Reads a manifest superbox.
   *
   * @throws MalformedContent if it cannot be understood at all
   */
  static Manifest read(SuperBox box) {
    if (!box.is(BoxType.MANIFEST) && !box.is(BoxType.UPDATE_MANIFEST)) {
      throw new MalformedContent("'%s' is not a readable manifest".formatted(box.label()));
    }
    List<SuperBox> claims =
        box.superBoxes().stream().filter(child -> child.is(BoxType.CLAIM)).toList();
    if (claims.size() != 1) {
      throw new MalformedContent("'%s' must hold one claim".formatted(box.label()));
    }
    SuperBox claimBox = claims.get(0);
    if (!claimBox.label().equals(Labels.CLAIM_V1) && !claimBox.label().equals(Labels.CLAIM_V2)) {
      throw new MalformedContent("unknown claim version " + claimBox.label());
    }
    Map<String, SuperBox> assertions = new LinkedHashMap<>();
    SuperBox store =
        box.child(Labels.ASSERTIONS)
            .filter(child -> child.is(BoxType.ASSERTIONS))
            .orElseThrow(() -> new MalformedContent("a manifest without an assertion store"));
    store.superBoxes().forEach(child -> assertions.put(child.label(), child));
    return new Manifest(box, Claim.read(claimBox.label(), claimBox.only("cbor")), assertions);
  }

  String label() {
    return box.label();
  }

  boolean isUpdate() {
    return box.is(BoxType.UPDATE_MANIFEST);
  }

  Optional<SuperBox> signature() {
    return box.child(Labels.SIGNATURE).filter(child -> child.is(BoxType.SIGNATURE));
  }

  String assertionUri(String assertion) {
    return Labels.assertionUri(label(), assertion);
  }

  /** The assertions whose label is {@code base}, or {@code base} with a version or a number. */
  List<SuperBox> assertionsOf(String base) {
    return assertions.values().stream().filter(box -> isOf(box.label(), base)).toList();
  }

  private static boolean isOf(String label, String base) {
    return label.equals(base) || label.startsWith(base + "__") || label.startsWith(base + ".v");
  }

  /** The content of the first assertion under {@code base} that is CBOR. */
  Optional<Table> firstTable(String base) {
    return assertionsOf(base).stream().map(Manifest::table).flatMap(Optional::stream).findFirst();
  }

  /** The content of an assertion; empty where it is not a CBOR map. */
  static Optional<Table> table(SuperBox assertion) {
    if (!assertion.is(BoxType.CBOR)) {
      return Optional.empty();
    }
    try {
      return Optional.of(CborDecoder.decodeTable(assertion.only("cbor")));
    } catch (MalformedContent e) {
      return Optional.empty();
    }
  }
}

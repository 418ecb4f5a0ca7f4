package org.imprimatur.provenance.validate;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.formats.Range;
import org.imprimatur.provenance.jumbf.SuperBox;
import org.imprimatur.provenance.manifest.Labels;

/** Checks that a file is the one that was signed: its hard binding (C2PA 2.4 section 15.12). */
final class BindingCheck {
  private final StatusLog log;
  private final Asset asset;

  BindingCheck(StatusLog log, Asset asset) {
    this.log = log;
    this.asset = asset;
  }

  void check(Manifest manifest) {
    List<SuperBox> bindings =
        manifest.assertions().values().stream()
            .filter(box -> box.label().startsWith("c2pa.hash."))
            .filter(box -> !box.label().startsWith("c2pa.hash.collection"))
            .toList();
    if (bindings.isEmpty()) {
      throw new MalformedContent("the manifest has no hard binding to the file");
    }
    if (bindings.size() > 1) {
      log.failure(
          StatusCode.MULTIPLE_HARD_BINDINGS,
          manifest.assertionUri(bindings.get(1).label()),
          "a manifest has one hard binding");
    }
    SuperBox binding = bindings.get(0);
    String url = manifest.assertionUri(binding.label());
    if (!binding.label().equals(Labels.DATA_HASH)) {
      log.failure(
          StatusCode.BOXES_HASH_UNSUPPORTED, url, "this kind of hard binding is not supported");
      return;
    }
    try {
      checkDataHash(manifest, binding, url);
    } catch (MalformedContent e) {
      log.failure(StatusCode.DATA_HASH_MALFORMED, url, e.problem());
    }
  }

  private void checkDataHash(Manifest manifest, SuperBox binding, String url) {
    Table content =
        Manifest.table(binding).orElseThrow(() -> new MalformedContent("not a CBOR map"));
    List<Range> exclusions = exclusions(content);
    Bytes hash =
        content.bytes("hash").orElseThrow(() -> new MalformedContent("no hash in the map"));
    Optional<MessageDigest> digest =
        HashedUri.digest(content.text("alg").orElse(manifest.claim().algorithm()));
    if (digest.isEmpty()) {
      log.failure(StatusCode.ALGORITHM_UNSUPPORTED, url, "an unknown hash algorithm");
      return;
    }
    if (!excludesStoreOnly(exclusions, url)) {
      log.failure(
          StatusCode.DATA_HASH_MISMATCH, url, "the exclusion is not the manifest and it alone");
      return;
    }
    if (MessageDigest.isEqual(hashed(exclusions, digest.get()), hash.toByteArray())) {
      log.success(StatusCode.DATA_HASH_MATCH, url, "the file is the one that was signed");
    } else {
      log.failure(StatusCode.DATA_HASH_MISMATCH, url, "the file was changed after signing");
    }
  }

  private static List<Range> exclusions(Table content) {
    List<Range> exclusions = new ArrayList<>();
    for (Table table : content.tables("exclusions")) {
      long start = table.whole("start").orElse(-1L);
      long length = table.whole("length").orElse(-1L);
      if (start < 0 || length < 0 || start + length < start) {
        throw new MalformedContent("an exclusion without start and length");
      }
      exclusions.add(new Range(start, length));
    }
    exclusions.sort(Comparator.comparingLong(Range::start));
    return exclusions;
  }

  /** An exclusion that touches the store must not reach beyond it. */
  private boolean excludesStoreOnly(List<Range> exclusions, String url) {
    Range store =
        Range.between(
            asset.places().get(0).start(), asset.places().get(asset.places().size() - 1).end());
    boolean further = false;
    for (Range exclusion : exclusions) {
      boolean apart = exclusion.end() <= store.start() || exclusion.start() >= store.end();
      if (!apart && (exclusion.start() < store.start() || exclusion.end() > store.end())) {
        return false;
      }
      further |= apart;
    }
    if (further) {
      log.inform(
          StatusCode.DATA_HASH_MORE_EXCLUSIONS, url, "the hash leaves out more than the manifest");
    }
    return true;
  }

  private byte[] hashed(List<Range> exclusions, MessageDigest digest) {
    long at = 0;
    for (Range exclusion : exclusions) {
      if (exclusion.start() < at || exclusion.end() > asset.file().size()) {
        throw new MalformedContent("exclusions overlap or leave the file");
      }
      asset.file().digest(Range.between(at, exclusion.start()), digest);
      at = exclusion.end();
    }
    asset.file().digest(Range.between(at, asset.file().size()), digest);
    return digest.digest();
  }
}

package org.imprimatur.provenance.validate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.jumbf.SuperBox;
import org.imprimatur.provenance.manifest.Labels;
import org.imprimatur.provenance.validate.Results.IngredientDelta;

/**
 * Checks the ingredients of a manifest and theirs in turn (C2PA 2.4 section 15.11). Each manifest
 * is looked at once, so circles end.
 */
final class IngredientCheck {
  private static final String BASE = "c2pa.ingredient";

  private final Map<String, Manifest> manifests;
  private final Terms terms;
  private final Set<String> redacted;
  private final Set<String> seen = new HashSet<>();
  private final List<IngredientDelta> deltas = new ArrayList<>();

  IngredientCheck(Map<String, Manifest> manifests, Terms terms, Set<String> redacted) {
    this.manifests = manifests;
    this.terms = terms;
    this.redacted = redacted;
  }

  /** The deltas of all ingredients under {@code active}. */
  List<IngredientDelta> check(Manifest active) {
    seen.add(active.label());
    checkIngredientsOf(active);
    return List.copyOf(deltas);
  }

  private void checkIngredientsOf(Manifest manifest) {
    for (SuperBox assertion : manifest.assertionsOf(BASE)) {
      String url = manifest.assertionUri(assertion.label());
      StatusLog log = new StatusLog();
      Set<String> known = new HashSet<>();
      Optional<Manifest> next = Optional.empty();
      try {
        Table content =
            Manifest.table(assertion)
                .orElseThrow(() -> new MalformedContent("the ingredient is not a CBOR map"));
        known.addAll(RecordedStatuses.codesAt(content));
        next = check(content, manifest.claim().algorithm(), log, url);
      } catch (MalformedContent e) {
        log.failure(StatusCode.INGREDIENT_MALFORMED, url, e.problem());
      }
      deltas.add(new IngredientDelta(url, RecordedStatuses.without(log.statuses(), known)));
      next.ifPresent(this::checkIngredientsOf);
    }
  }

  /** The manifest to go on with; empty where there is none or it was seen before. */
  private Optional<Manifest> check(Table content, String algorithm, StatusLog log, String url) {
    Optional<Table> reference = content.table("activeManifest");
    if (reference.isEmpty()) {
      reference = content.table("c2pa_manifest");
    }
    if (reference.isEmpty()) {
      log.inform(StatusCode.INGREDIENT_UNKNOWN, url, "the ingredient has no credentials");
      return Optional.empty();
    }
    HashedUri uri = HashedUri.read(reference.get(), algorithm);
    Manifest manifest = manifests.get(uri.label());
    if (manifest == null) {
      log.failure(StatusCode.INGREDIENT_MANIFEST_MISSING, url, "its manifest is not in the store");
      return Optional.empty();
    }
    checkManifestHash(manifest, uri, log);
    content
        .table("claimSignature")
        .map(table -> HashedUri.read(table, algorithm))
        .ifPresent(signature -> checkSignatureHash(manifest, signature, log));
    if (!seen.add(manifest.label())) {
      return Optional.empty();
    }
    new ManifestCheck(terms, log, redacted).check(manifest);
    return Optional.of(manifest);
  }

  private void checkManifestHash(Manifest manifest, HashedUri uri, StatusLog log) {
    String url = Labels.manifestUri(manifest.label());
    if (uri.matches(manifest.box().content()) || isEarlyForm(manifest, uri)) {
      log.success(StatusCode.INGREDIENT_MANIFEST_VALIDATED, url, "the ingredient's manifest");
    } else if (!isRedacted(manifest)) {
      log.failure(
          StatusCode.INGREDIENT_MANIFEST_MISMATCH, url, "the ingredient's manifest was changed");
    }
  }

  private void checkSignatureHash(Manifest manifest, HashedUri uri, StatusLog log) {
    String url = Labels.signatureUri(manifest.label());
    boolean matches = manifest.signature().filter(box -> uri.matches(box.content())).isPresent();
    if (matches) {
      log.success(StatusCode.INGREDIENT_SIGNATURE_VALIDATED, url, "the ingredient's signature");
    } else {
      log.failure(
          StatusCode.INGREDIENT_SIGNATURE_MISMATCH, url, "the ingredient's signature was changed");
    }
  }

  /** Before C2PA 1.1 the reference held the digest of the claim alone. */
  private static boolean isEarlyForm(Manifest manifest, HashedUri uri) {
    return manifest.claim().version() == 1 && uri.matches(manifest.claim().encoded().view());
  }

  /** A removed assertion changes the manifest; its claim signature still binds what is left. */
  private boolean isRedacted(Manifest manifest) {
    String own = HashedUri.path(Labels.manifestUri(manifest.label())) + "/";
    return redacted.stream().anyMatch(path -> path.startsWith(own));
  }
}

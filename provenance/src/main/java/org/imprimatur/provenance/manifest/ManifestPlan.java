package org.imprimatur.provenance.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.cbor.CborEncoder;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.TableBuilder;
import org.imprimatur.provenance.formats.Range;
import org.imprimatur.provenance.jumbf.BoxReader;
import org.imprimatur.provenance.jumbf.BoxType;
import org.imprimatur.provenance.jumbf.BoxWriter;
import org.imprimatur.provenance.jumbf.SuperBox;

/**
 * A manifest store whose size is known before the file is hashed. Everything but the hash of the
 * file and the signature is fixed; padding keeps their boxes at one size.
 */
final class ManifestPlan {
  private static final int DATA_HASH_SIZE = 224;
  private static final Range WIDEST = new Range(0, 0);

  private final ManifestDefinition definition;
  private final ManifestIds ids;
  private final List<byte[]> earlier = new ArrayList<>();
  private final List<AssertionBox> fixed = new ArrayList<>();

  ManifestPlan(ManifestDefinition definition, ManifestIds ids) {
    this.definition = definition;
    this.ids = ids;
    Optional<AssertionBox> ingredient = definition.parent().map(this::ingredient);
    fixed.add(actions(ingredient));
    ingredient.ifPresent(fixed::add);
    definition.assertions().forEach(assertion -> fixed.add(AssertionBox.of(assertion)));
  }

  /** The size of the store when the signature box holds {@code signatureSize} bytes. */
  int size(int signatureSize) {
    AssertionBox hash = dataHash(WIDEST, new byte[32]);
    return store(hash, claim(hash), new byte[signatureSize]).length;
  }

  /** The hard binding: digest of the file without {@code excluded}. */
  AssertionBox dataHash(Range excluded, byte[] digest) {
    Table exclusion =
        CborValue.table().put("start", excluded.start()).put("length", excluded.length()).build();
    TableBuilder hash =
        CborValue.table()
            .put("exclusions", CborValue.list(exclusion))
            .put("name", "jumbf manifest")
            .put("alg", "sha256")
            .put("hash", digest);
    int unpadded = CborEncoder.encode(hash.build()).length;
    hash.put("pad", new byte[DATA_HASH_SIZE - unpadded]);
    return AssertionBox.of(new Assertion(Labels.DATA_HASH, hash.build()));
  }

  byte[] claim(AssertionBox dataHash) {
    List<Table> created = new ArrayList<>();
    fixed.forEach(box -> created.add(box.reference()));
    created.add(1, dataHash.reference());
    TableBuilder claim =
        CborValue.table()
            .put("instanceID", ids.instance())
            .put("claim_generator_info", definition.generator())
            .put("signature", Labels.signatureUri(ids.manifest()))
            .put("created_assertions", CborValue.list(created))
            .put("alg", "sha256");
    if (!definition.title().isEmpty()) {
      claim.put("dc:title", definition.title());
    }
    return CborEncoder.encode(claim.build());
  }

  /** The whole store: the parent's manifests, then this one as the active manifest. */
  byte[] store(AssertionBox dataHash, byte[] claim, byte[] signature) {
    List<byte[]> assertions = new ArrayList<>();
    fixed.forEach(box -> assertions.add(box.box().toByteArray()));
    assertions.add(1, dataHash.box().toByteArray());
    byte[] manifest =
        BoxWriter.superBox(
            BoxType.MANIFEST,
            ids.manifest(),
            List.of(
                BoxWriter.superBox(BoxType.ASSERTIONS, Labels.ASSERTIONS, assertions),
                BoxWriter.superBox(
                    BoxType.CLAIM, Labels.CLAIM_V2, List.of(BoxWriter.box("cbor", claim))),
                BoxWriter.superBox(
                    BoxType.SIGNATURE,
                    Labels.SIGNATURE,
                    List.of(BoxWriter.box("cbor", signature)))));
    List<byte[]> manifests = new ArrayList<>(earlier);
    manifests.add(manifest);
    return BoxWriter.superBox(BoxType.STORE, Labels.STORE, manifests);
  }

  private AssertionBox actions(Optional<AssertionBox> ingredient) {
    List<Table> actions = new ArrayList<>();
    ingredient.ifPresent(box -> actions.add(opened(box)));
    actions.addAll(definition.actions());
    Table content =
        CborValue.table()
            .put("actions", CborValue.list(actions))
            .put("allActionsIncluded", true)
            .build();
    return AssertionBox.of(new Assertion(Labels.ACTIONS, content));
  }

  private static Table opened(AssertionBox ingredient) {
    return CborValue.table()
        .put("action", "c2pa.opened")
        .put(
            "parameters",
            CborValue.table().put("ingredients", CborValue.list(ingredient.reference())).build())
        .build();
  }

  private AssertionBox ingredient(Parent parent) {
    TableBuilder ingredient =
        CborValue.table().put("relationship", "parentOf").put("dc:title", parent.title());
    putUnlessEmpty(ingredient, "dc:format", parent.mediaType());
    putUnlessEmpty(ingredient, "description", parent.description());
    parent.credentials().ifPresent(credentials -> link(credentials, ingredient));
    return AssertionBox.of(new Assertion(Labels.INGREDIENT, ingredient.build()));
  }

  private static void putUnlessEmpty(TableBuilder table, String key, String value) {
    if (!value.isEmpty()) {
      table.put(key, value);
    }
  }

  private void link(Parent.Credentials credentials, TableBuilder ingredient) {
    List<SuperBox> manifests = manifests(credentials.store());
    manifests.forEach(manifest -> earlier.add(manifest.rawBytes()));
    SuperBox active = manifests.get(manifests.size() - 1);
    SuperBox signature =
        active
            .child(Labels.SIGNATURE)
            .orElseThrow(() -> new IllegalArgumentException("the parent has no signature"));
    ingredient
        .put(
            "activeManifest",
            AssertionBox.reference(Labels.manifestUri(active.label()), active.rawBytes()))
        .put(
            "claimSignature",
            AssertionBox.reference(Labels.signatureUri(active.label()), signature.rawBytes()))
        .put("validationResults", credentials.results());
  }

  private static List<SuperBox> manifests(Bytes store) {
    return BoxReader.read(store.toByteArray()).superBoxes();
  }
}

package org.imprimatur.provenance.validate;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.jumbf.BoxReader;
import org.imprimatur.provenance.jumbf.BoxType;
import org.imprimatur.provenance.jumbf.SuperBox;
import org.imprimatur.provenance.manifest.Labels;

/** A manifest store that was read, ready to be checked. Immutable, thread-safe. */
public final class StoreCheck {
  private static final int MAX_MANIFESTS = 1000;

  private final Map<String, Manifest> manifests;
  private final Manifest active;

  private StoreCheck(Map<String, Manifest> manifests, Manifest active) {
    this.manifests = manifests;
    this.active = active;
  }

  /** What a check found. */
  public record Checked(Results results, Optional<Signer> signer) {}

  /**
   * Reads a manifest store.
   *
   * @throws MalformedContent if it cannot be understood at all
   */
  public static StoreCheck read(byte[] store) {
    SuperBox root = BoxReader.read(store);
    if (!root.is(BoxType.STORE) || !root.label().equals(Labels.STORE)) {
      throw new MalformedContent("the JUMBF superbox is not a C2PA manifest store");
    }
    List<SuperBox> boxes = root.superBoxes();
    if (boxes.isEmpty() || boxes.size() > MAX_MANIFESTS) {
      throw new MalformedContent("a manifest store holds 1 to " + MAX_MANIFESTS + " manifests");
    }
    Map<String, Manifest> manifests = new LinkedHashMap<>();
    boxes.forEach(box -> manifests.put(box.label(), Manifest.read(box)));
    Manifest active = manifests.get(boxes.get(boxes.size() - 1).label());
    if (active == null) {
      throw new MalformedContent("the manifest store has no active manifest");
    }
    return new StoreCheck(manifests, active);
  }

  /**
   * Checks the active manifest against {@code asset} and its ingredients among themselves.
   *
   * @throws MalformedContent if the manifest has no hard binding
   */
  public Checked check(Asset asset, Terms terms) {
    StatusLog log = new StatusLog();
    Set<String> redacted = new HashSet<>();
    for (Manifest manifest : manifests.values()) {
      manifest.claim().redacted().forEach(url -> redacted.add(HashedUri.path(url)));
    }
    Optional<Signer> signer = new ManifestCheck(terms, log, redacted).check(active);
    new BindingCheck(log, asset).check(active);
    new IdentityAssertionCheck(log).check(active);
    String here = Labels.manifestUri(active.label());
    asset.remarks().forEach(remark -> log.inform(StatusCode.CONTAINER_REMARK, here, remark));
    List<Results.IngredientDelta> deltas =
        new IngredientCheck(manifests, terms, redacted).check(active);
    return new Checked(new Results(log.statuses(), deltas), signer);
  }

  /** In the order of the store; the active manifest is the last. */
  List<Manifest> manifests() {
    return List.copyOf(manifests.values());
  }

  /** The labels of all assertions of all manifests. */
  public Set<String> assertionLabels() {
    Set<String> labels = new HashSet<>();
    manifests.values().forEach(manifest -> labels.addAll(manifest.assertions().keySet()));
    return labels;
  }

  public String activeLabel() {
    return active.label();
  }

  public int claimVersion() {
    return active.claim().version();
  }

  /** The content of the active claim. */
  public Table claim() {
    return active.claim().content();
  }

  /** The first assertion of the active manifest with this label, as far as it is CBOR. */
  public Optional<Table> assertion(String label) {
    return active.firstTable(label);
  }

  /** How many manifests the store holds. */
  public int size() {
    return manifests.size();
  }
}

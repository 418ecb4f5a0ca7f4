package org.imprimatur.provenance.validate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.provenance.json.JsonWriter;
import org.imprimatur.provenance.jumbf.SuperBox;
import org.imprimatur.provenance.validate.Results.IngredientDelta;

/**
 * A manifest store and its validation as crJSON, the form that the C2PA conformance programme
 * compares (C2PA 2.4, crJSON). The active manifest comes first. Only assertions in CBOR are shown
 * with their content; of others only the label and the kind.
 */
public final class CrJson {
  private static final String SPEC_VERSION = "2.4.0";

  private final StoreCheck.Checked checked;
  private final Instant at;

  private CrJson(StoreCheck.Checked checked, Instant at) {
    this.checked = checked;
    this.at = at;
  }

  /** Writes what {@code checked}, the result of checking {@code store} at {@code at}, says. */
  public static String of(StoreCheck store, StoreCheck.Checked checked, Instant at) {
    CrJson json = new CrJson(checked, at);
    List<Object> manifests = new ArrayList<>();
    List<Manifest> stored = store.manifests();
    for (int i = stored.size() - 1; i >= 0; i--) {
      manifests.add(json.manifest(stored.get(i), i == stored.size() - 1));
    }
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("@vocab", "https://c2pa.org/crjson");
    context.put("extras", "https://c2pa.org/crjson/extras");
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("@context", context);
    all.put("manifests", manifests);
    return JsonWriter.write(all);
  }

  private Map<String, Object> manifest(Manifest manifest, boolean active) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("label", manifest.label());
    json.put("isUpdateManifest", manifest.isUpdate());
    json.put("isCompressedManifest", false);
    json.put("assertions", assertions(manifest));
    json.put(
        manifest.claim().version() == 2 ? "claim.v2" : "claim",
        CborJson.of(manifest.claim().content()));
    SignatureFacts.of(manifest).ifPresent(facts -> json.put("signature", facts));
    Statuses statuses = active ? checked.results().active() : statusesOf(manifest);
    json.put("validationResults", results(statuses));
    if (active) {
      json.put(
          "ingredientDeltas", checked.results().ingredients().stream().map(CrJson::delta).toList());
    }
    return json;
  }

  /** What the check of an ingredient found about the manifest itself. */
  private Statuses statusesOf(Manifest manifest) {
    return checked.results().ingredients().stream()
        .map(IngredientDelta::statuses)
        .filter(
            statuses ->
                statuses
                    .all()
                    .anyMatch(
                        status -> status.url().contains("/" + manifest.label() + "/c2pa.sig")))
        .findFirst()
        .orElse(Statuses.NONE);
  }

  private static Map<String, Object> assertions(Manifest manifest) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (SuperBox assertion : manifest.assertions().values()) {
      Optional<Object> content = Manifest.table(assertion).map(CborJson::of);
      json.put(assertion.label(), content.orElseGet(() -> Map.of("contentType", assertion.type())));
    }
    return json;
  }

  private Map<String, Object> results(Statuses statuses) {
    Map<String, Object> json = statuses(statuses);
    json.put("specVersion", SPEC_VERSION);
    json.put("validationTime", at.toString());
    return json;
  }

  private static Map<String, Object> delta(IngredientDelta delta) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ingredientAssertionURI", delta.assertion());
    json.put("validationDeltas", statuses(delta.statuses()));
    return json;
  }

  /** The three lists of statuses. */
  public static Map<String, Object> statuses(Statuses statuses) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("success", list(statuses.success()));
    json.put("informational", list(statuses.informational()));
    json.put("failure", list(statuses.failure()));
    return json;
  }

  private static List<Object> list(List<Status> statuses) {
    List<Object> json = new ArrayList<>();
    for (Status status : statuses) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("code", status.code());
      one.put("url", status.url());
      one.put("explanation", status.explanation());
      json.add(one);
    }
    return json;
  }
}

package org.imprimatur.provenance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;
import org.imprimatur.provenance.ValidationReport.ManifestFacts;
import org.imprimatur.provenance.json.JsonWriter;
import org.imprimatur.provenance.validate.CrJson;
import org.imprimatur.provenance.validate.Results;

/** The JSON form of a validation report. */
final class ReportJson {
  private ReportJson() {}

  static String of(ValidationReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("state", report.state().text());
    json.put("reason", report.reason());
    json.put("codes", report.results().failureCodes());
    report.manifest().ifPresent(facts -> json.put("manifest", facts(facts)));
    json.put("validationResults", results(report.results()));
    report.receipt().ifPresent(receipt -> json.put("safetyReceipt", receipt(receipt)));
    return JsonWriter.write(json);
  }

  private static Map<String, Object> facts(ManifestFacts facts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("label", facts.label());
    json.put("claimVersion", facts.claimVersion());
    json.put("claimGenerator", facts.generator());
    json.put("signer", facts.signer());
    json.put("algorithm", facts.algorithm());
    facts.signedAt().ifPresent(at -> json.put("signedAt", at.toString()));
    json.put("manifests", facts.manifests());
    return json;
  }

  private static Map<String, Object> results(Results results) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("activeManifest", CrJson.statuses(results.active()));
    List<Object> deltas = new ArrayList<>();
    for (Results.IngredientDelta delta : results.ingredients()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("ingredientAssertionURI", delta.assertion());
      one.put("validationDeltas", CrJson.statuses(delta.statuses()));
      deltas.add(one);
    }
    json.put("ingredientDeltas", deltas);
    return json;
  }

  private static Map<String, Object> receipt(SafetyReceipt receipt) {
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("id", receipt.policyId());
    policy.put("sha256", receipt.policyDigest().hex());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("requestId", receipt.requestId());
    json.put("policy", policy);
    json.put("verdicts", receipt.verdicts());
    json.put("journal", journal(receipt.acceptance()));
    return json;
  }

  private static Map<String, Object> journal(Receipt acceptance) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("origin", acceptance.origin());
    json.put("index", acceptance.index());
    json.put("leafHash", acceptance.leafHash().hex());
    json.put("path", acceptance.path().stream().map(Sha256::hex).toList());
    json.put("checkpoint", acceptance.checkpoint());
    return json;
  }
}

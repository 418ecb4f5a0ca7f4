package org.imprimatur.provenance.bindings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.provenance.SafetyReceipt;
import org.imprimatur.provenance.ValidationReport;
import org.imprimatur.provenance.ValidationReport.ManifestFacts;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.cbor.TableBuilder;
import org.imprimatur.provenance.manifest.Labels;
import org.imprimatur.provenance.validate.Results;
import org.imprimatur.provenance.validate.Results.IngredientDelta;
import org.imprimatur.provenance.validate.Status;
import org.imprimatur.provenance.validate.Statuses;

/** Reads the library's report. */
final class NativeReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode root;

  private NativeReport(JsonNode root) {
    this.root = root;
  }

  static ValidationReport of(String json) {
    try {
      return new NativeReport(JSON.readTree(json)).report();
    } catch (JsonProcessingException e) {
      throw new MalformedContent("the official library gave a report that is not JSON", e);
    }
  }

  private ValidationReport report() {
    Results results = results(root.path("validation_results"));
    State state = state(root.path("validation_state").asText());
    return new ValidationReport(
        state,
        reason(state, results),
        Optional.of(facts()),
        results,
        receipt().flatMap(SafetyReceipt::read));
  }

  /** An unknown state is never better than Invalid. */
  private static State state(String text) {
    return switch (text) {
      case "Trusted" -> State.TRUSTED;
      case "Valid" -> State.VALID;
      default -> State.INVALID;
    };
  }

  private static String reason(State state, Results results) {
    return "the official library says %s%s"
        .formatted(
            state.text(),
            results.failureCodes().isEmpty()
                ? ""
                : ": " + String.join(", ", results.failureCodes()));
  }

  private JsonNode active() {
    return root.path("manifests").path(root.path("active_manifest").asText());
  }

  private ManifestFacts facts() {
    JsonNode signature = active().path("signature_info");
    return new ManifestFacts(
        root.path("active_manifest").asText(),
        active().path("claim_version").asInt(1),
        active().path("claim_generator_info").path(0).path("name").asText(),
        subject(signature),
        signature.path("alg").asText().toUpperCase(Locale.ROOT),
        time(signature.path("time").asText()),
        root.path("manifests").size());
  }

  private static String subject(JsonNode signature) {
    List<String> parts = new ArrayList<>();
    if (signature.hasNonNull("common_name")) {
      parts.add("CN=" + signature.path("common_name").asText());
    }
    if (signature.hasNonNull("issuer")) {
      parts.add("O=" + signature.path("issuer").asText());
    }
    return String.join(",", parts);
  }

  private static Optional<Instant> time(String text) {
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(java.time.OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Results results(JsonNode json) {
    List<IngredientDelta> deltas = new ArrayList<>();
    for (JsonNode delta : json.path("ingredientDeltas")) {
      deltas.add(
          new IngredientDelta(
              delta.path("ingredientAssertionURI").asText(),
              statuses(delta.path("validationDeltas"))));
    }
    return new Results(statuses(json.path("activeManifest")), deltas);
  }

  private static Statuses statuses(JsonNode json) {
    return new Statuses(
        list(json.path("success")), list(json.path("informational")), list(json.path("failure")));
  }

  private static List<Status> list(JsonNode json) {
    List<Status> statuses = new ArrayList<>();
    for (JsonNode status : json) {
      statuses.add(
          new Status(
              status.path("code").asText(),
              status.path("url").asText(),
              status.path("explanation").asText()));
    }
    return statuses;
  }

  private Optional<Table> receipt() {
    for (JsonNode assertion : active().path("assertions")) {
      if (assertion.path("label").asText().equals(Labels.SAFETY_RECEIPT)
          && cbor(assertion.path("data")) instanceof Table table) {
        return Optional.of(table);
      }
    }
    return Optional.empty();
  }

  private static CborValue cbor(JsonNode json) {
    if (json.isObject()) {
      TableBuilder table = CborValue.table();
      for (Map.Entry<String, JsonNode> member : json.properties()) {
        table.put(member.getKey(), cbor(member.getValue()));
      }
      return table.build();
    }
    if (json.isArray()) {
      List<CborValue> items = new ArrayList<>();
      json.forEach(item -> items.add(cbor(item)));
      return CborValue.list(items);
    }
    if (json.isIntegralNumber()) {
      return CborValue.of(json.longValue());
    }
    return json.isBoolean() ? CborValue.of(json.booleanValue()) : CborValue.of(json.asText());
  }
}

package org.imprimatur.provenance.bindings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.imprimatur.provenance.SigningFailure;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.Flag;
import org.imprimatur.provenance.cbor.CborValue.Real;
import org.imprimatur.provenance.cbor.CborValue.Sequence;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.CborValue.Text;
import org.imprimatur.provenance.cbor.CborValue.Whole;
import org.imprimatur.provenance.manifest.Assertion;
import org.imprimatur.provenance.manifest.Labels;
import org.imprimatur.provenance.manifest.ManifestDefinition;
import org.imprimatur.provenance.manifest.Parent;

/** A manifest definition in the JSON that the library's builder takes. */
final class DefinitionJson {
  /** By this name the action refers to the ingredient. */
  private static final String PARENT = "parent";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ManifestDefinition definition;

  DefinitionJson(ManifestDefinition definition) {
    this.definition = definition;
  }

  /** The whole manifest; an ingredient with credentials is added as a file afterwards. */
  String manifest() {
    ObjectNode manifest = JSON.objectNode();
    manifest.put("claim_version", 2);
    if (!definition.title().isEmpty()) {
      manifest.put("title", definition.title());
    }
    manifest.putArray("claim_generator_info").add(of(definition.generator()));
    ArrayNode assertions = manifest.putArray("assertions");
    add(assertions, Labels.ACTIONS, actions());
    for (Assertion assertion : definition.assertions()) {
      add(assertions, assertion.label(), of(assertion.content()));
    }
    if (definition.parent().isPresent() && definition.parent().get().credentials().isEmpty()) {
      manifest.putArray("ingredients").add(ingredient(definition.parent().get()));
    }
    return manifest.toString();
  }

  /** The ingredient that is added as a file. */
  String ingredient() {
    return ingredient(definition.parent().orElseThrow()).toString();
  }

  private static void add(ArrayNode assertions, String label, JsonNode data) {
    ObjectNode assertion = assertions.addObject();
    assertion.put("label", label).put("created", true);
    assertion.set("data", data);
  }

  private ObjectNode actions() {
    ObjectNode content = JSON.objectNode();
    ArrayNode actions = content.putArray("actions");
    if (definition.parent().isPresent()) {
      ObjectNode opened = actions.addObject();
      opened.put("action", "c2pa.opened");
      opened.putObject("parameters").putArray("ingredientIds").add(PARENT);
    }
    definition.actions().forEach(action -> actions.add(of(action)));
    content.put("allActionsIncluded", true);
    return content;
  }

  private static ObjectNode ingredient(Parent parent) {
    ObjectNode ingredient = JSON.objectNode();
    ingredient.put("title", parent.title());
    ingredient.put("relationship", "parentOf");
    ingredient.put("label", PARENT);
    if (!parent.mediaType().isEmpty()) {
      ingredient.put("format", parent.mediaType());
    }
    if (!parent.description().isEmpty()) {
      ingredient.put("description", parent.description());
    }
    return ingredient;
  }

  private static JsonNode of(CborValue value) {
    if (value instanceof Table table) {
      ObjectNode object = JSON.objectNode();
      for (Map.Entry<CborValue, CborValue> entry : table.entries().entrySet()) {
        object.set(key(entry.getKey()), of(entry.getValue()));
      }
      return object;
    }
    if (value instanceof Sequence sequence) {
      ArrayNode array = JSON.arrayNode();
      sequence.items().forEach(item -> array.add(of(item)));
      return array;
    }
    return scalar(value);
  }

  private static JsonNode scalar(CborValue value) {
    if (value instanceof Text text) {
      return JSON.textNode(text.value());
    }
    if (value instanceof Whole whole) {
      return JSON.numberNode(whole.value());
    }
    if (value instanceof Flag flag) {
      return JSON.booleanNode(flag.value());
    }
    if (value instanceof Real real) {
      return JSON.numberNode(real.value());
    }
    throw new SigningFailure(
        "the official library takes assertions as JSON, which cannot say "
            + value.getClass().getSimpleName()
            + "; sign with engine java");
  }

  private static String key(CborValue key) {
    if (key instanceof Text text) {
      return text.value();
    }
    throw new SigningFailure("the official library takes assertions with text keys only");
  }
}

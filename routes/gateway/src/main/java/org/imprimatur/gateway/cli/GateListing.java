package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.safety.ImageGates;
import org.imprimatur.safety.gate.GatePack;

/** The gates of an installation, for {@code imprimatur models list}. */
final class GateListing {
  private GateListing() {}

  static void show(ImageGates gates, Console console) {
    for (GatePack pack : gates.packs()) {
      console.result("gate " + pack.id());
      details(pack).forEach(console::result);
    }
    gates
        .ailments()
        .forEach((name, why) -> console.result("gate %s is not used: %s".formatted(name, why)));
  }

  static List<String> details(GatePack pack) {
    return List.of(
        "  sha256       " + pack.digest().hex(),
        "  licence      " + pack.licence(),
        "  measures     " + measured(pack),
        "  self-test    %d passed".formatted(pack.selfTests().size()));
  }

  static void describe(ImageGates gates, ArrayNode all) {
    for (GatePack pack : gates.packs()) {
      ObjectNode node = all.addObject();
      node.put("gate", pack.id().name()).put("version", pack.id().version());
      node.put("sha256", pack.digest().hex()).put("licence", pack.licence());
      ArrayNode measures = node.putArray("measures");
      pack.reading().categories().stream().sorted().forEach(c -> measures.add(c.id()));
    }
    for (Map.Entry<String, String> ailment : gates.ailments().entrySet()) {
      all.add(Json.object().put("gate", ailment.getKey()).put("unusable", ailment.getValue()));
    }
  }

  private static String measured(GatePack pack) {
    return pack.reading().categories().stream()
        .sorted()
        .map(Object::toString)
        .collect(Collectors.joining(", "));
  }
}

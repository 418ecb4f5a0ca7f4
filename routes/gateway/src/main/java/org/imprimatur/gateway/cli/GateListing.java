package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.imprimatur.api.Category;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.safety.ImageGates;
import org.imprimatur.safety.TextGates;
import org.imprimatur.safety.gate.Pack;
import org.imprimatur.safety.gate.TextPack;

/**
 * The gates of an installation, for {@code imprimatur models list}.
 *
 * @param pictures those that look at pictures
 * @param texts those that read texts
 */
record GateListing(ImageGates pictures, TextGates texts) {
  void show(Console console) {
    packs()
        .forEach(
            pack -> {
              console.result("gate " + pack.id());
              details(pack).forEach(console::result);
            });
    ailments()
        .forEach((name, why) -> console.result("gate %s is not used: %s".formatted(name, why)));
  }

  static List<String> details(Pack pack) {
    return List.of(
        "  sha256       " + pack.digest().hex(),
        "  licence      " + pack.licence(),
        "  looks at     " + subject(pack),
        "  measures     " + String.join(", ", measured(pack)),
        "  self-test    %d passed".formatted(pack.trials()));
  }

  void describe(ArrayNode all) {
    packs()
        .forEach(
            pack -> {
              ObjectNode node = all.addObject();
              node.put("gate", pack.id().name()).put("version", pack.id().version());
              node.put("sha256", pack.digest().hex()).put("licence", pack.licence());
              node.put("looks_at", subject(pack));
              ArrayNode measures = node.putArray("measures");
              measured(pack).forEach(measures::add);
            });
    ailments()
        .forEach((name, why) -> all.add(Json.object().put("gate", name).put("unusable", why)));
  }

  private Stream<Pack> packs() {
    return Stream.concat(pictures.packs().stream(), texts.packs().stream());
  }

  private SortedMap<String, String> ailments() {
    SortedMap<String, String> all = pictures.ailments();
    all.putAll(texts.ailments());
    return all;
  }

  private static String subject(Pack pack) {
    return pack instanceof TextPack ? "texts" : "pictures";
  }

  private static List<String> measured(Pack pack) {
    return pack.categories().stream().map(Category::id).sorted().toList();
  }
}

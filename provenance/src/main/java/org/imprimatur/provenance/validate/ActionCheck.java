package org.imprimatur.provenance.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.jumbf.SuperBox;

/** Checks the list of actions of a claim of version 2 (C2PA 2.4 section 15.10.3.2.3). */
final class ActionCheck {
  private static final String BASE = "c2pa.actions";
  private static final Set<String> INCEPTIONS = Set.of("c2pa.created", "c2pa.opened");

  private final StatusLog log;

  ActionCheck(StatusLog log) {
    this.log = log;
  }

  void check(Manifest manifest) {
    if (manifest.claim().version() < 2 || manifest.isUpdate()) {
      return;
    }
    List<Table> actions = new ArrayList<>();
    for (SuperBox box : manifest.assertionsOf(BASE)) {
      List<Table> read =
          Manifest.table(box).map(table -> table.tables("actions")).orElse(List.of());
      if (read.isEmpty()) {
        malformed(manifest, box.label(), "an actions assertion without actions");
      }
      actions.addAll(read);
    }
    checkInception(manifest, actions);
    for (Table action : actions) {
      checkAction(manifest, action);
    }
  }

  private void checkInception(Manifest manifest, List<Table> actions) {
    if (actions.isEmpty() || !INCEPTIONS.contains(name(actions.get(0)))) {
      malformed(manifest, BASE, "the first action must be c2pa.created or c2pa.opened");
      return;
    }
    long inceptions = actions.stream().filter(each -> INCEPTIONS.contains(name(each))).count();
    if (inceptions > 1) {
      malformed(manifest, BASE, "more than one c2pa.created or c2pa.opened");
    }
  }

  private void checkAction(Manifest manifest, Table action) {
    if (name(action).isEmpty()) {
      malformed(manifest, BASE, "an action without a name");
    }
    if (!name(action).equals("c2pa.opened")) {
      return;
    }
    List<Table> ingredients =
        action.table("parameters").map(table -> table.tables("ingredients")).orElse(List.of());
    boolean resolves =
        ingredients.stream()
            .map(table -> HashedUri.label(table.text("url").orElse("")))
            .allMatch(manifest.assertions()::containsKey);
    if (ingredients.size() != 1 || !resolves) {
      log.failure(
          StatusCode.ACTION_INGREDIENT_MISMATCH,
          manifest.assertionUri(BASE),
          "c2pa.opened must refer to exactly one ingredient");
    }
  }

  private void malformed(Manifest manifest, String label, String why) {
    log.failure(StatusCode.ACTION_MALFORMED, manifest.assertionUri(label), why);
  }

  private static String name(Table action) {
    return action.text("action").orElse("");
  }
}

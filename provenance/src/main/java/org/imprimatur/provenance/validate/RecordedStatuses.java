package org.imprimatur.provenance.validate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.imprimatur.provenance.cbor.CborValue.Table;

/** The statuses that an ingredient assertion itself records about its manifest. */
final class RecordedStatuses {
  private RecordedStatuses() {}

  /** The failures that the signer of {@code ingredient} knew of, as code and address. */
  static Set<String> codesAt(Table ingredient) {
    Set<String> known = new HashSet<>();
    for (Table status : ingredient.tables("validationStatus")) {
      known.add(key(status));
    }
    ingredient
        .table("validationResults")
        .flatMap(results -> results.table("activeManifest"))
        .map(active -> active.tables("failure"))
        .orElse(List.of())
        .forEach(status -> known.add(key(status)));
    return known;
  }

  /** {@code statuses} without the failures in {@code known}. */
  static Statuses without(Statuses statuses, Set<String> known) {
    List<Status> fresh =
        statuses.failure().stream()
            .filter(status -> !known.contains(key(status.code(), status.url())))
            .toList();
    return new Statuses(statuses.success(), statuses.informational(), fresh);
  }

  private static String key(Table status) {
    return key(status.text("code").orElse(""), status.text("url").orElse(""));
  }

  private static String key(String code, String url) {
    return code + " " + HashedUri.path(url);
  }
}

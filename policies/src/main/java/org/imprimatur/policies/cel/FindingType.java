package org.imprimatur.policies.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;

/** How a condition sees one finding: a structure whose fields the compiler knows. */
public final class FindingType implements CelTypeProvider {
  /** The fields with their types in words. */
  public static final SortedMap<String, String> FIELDS =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.of(
                  "category", "string",
                  "detector", "string",
                  "looked_at", "string",
                  "origin", "string",
                  "score", "double",
                  "version", "string")));

  /** The field that may only be compared from above. */
  static final String SCORE = "score";

  static final StructType TYPE =
      StructType.create(
          "finding",
          ImmutableSet.copyOf(FIELDS.keySet()),
          field ->
              Optional.ofNullable(FIELDS.get(field))
                  .map(type -> type.equals("double") ? SimpleType.DOUBLE : SimpleType.STRING));

  /** The name under which a condition knows where a finding comes from. */
  public static String name(Origin origin) {
    return origin == Origin.INPUT_IMAGE ? "input" : origin.name().toLowerCase(Locale.ROOT);
  }

  /** The origin that conditions know as {@code name}. */
  public static Origin origin(String name) {
    return name.equals("input")
        ? Origin.INPUT_IMAGE
        : Origin.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The finding as the value of {@link #TYPE}. */
  public static Map<String, Object> value(Finding.Measured finding) {
    return Map.of(
        "category",
        finding.category().id(),
        "detector",
        finding.detector().name(),
        "looked_at",
        finding.lookedAt(),
        "origin",
        name(finding.origin()),
        SCORE,
        finding.score(),
        "version",
        finding.detector().version());
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.of(TYPE);
  }

  @Override
  public Optional<CelType> findType(String name) {
    return name.equals(TYPE.name()) ? Optional.of(TYPE) : Optional.empty();
  }
}

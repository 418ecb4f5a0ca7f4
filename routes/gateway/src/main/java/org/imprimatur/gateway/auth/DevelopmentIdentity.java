package org.imprimatur.gateway.auth;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** For whom {@link DevelopmentIssuer} signs a token; {@code roles} are sorted. */
public record DevelopmentIdentity(String tenant, String subject, Set<String> roles) {
  public DevelopmentIdentity {
    if (tenant.isBlank() || subject.isBlank()) {
      throw new IllegalArgumentException("a development identity needs a tenant and a subject");
    }
    roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
  }

  /** A developer of {@code tenant} in {@code roles}. */
  public static DevelopmentIdentity of(String tenant, Set<String> roles) {
    return new DevelopmentIdentity(tenant, "developer", roles);
  }
}

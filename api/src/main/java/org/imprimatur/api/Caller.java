package org.imprimatur.api;

import java.util.Set;

/**
 * Who asks, as the identity provider said it.
 *
 * @param subject the stable id of the person or service at the identity provider
 * @param client the application through which the request came
 */
public record Caller(String tenant, String subject, String client, Set<String> roles) {
  public Caller {
    if (tenant.isBlank() || subject.isBlank()) {
      throw new IllegalArgumentException("a caller needs a tenant and a subject");
    }
    roles = Set.copyOf(roles);
  }
}

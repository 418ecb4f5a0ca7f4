package org.imprimatur.policies.model;

import org.imprimatur.policies.yaml.Place;

/**
 * Who a policy file is for and which version it is.
 *
 * @param name the tenant, or the name of the baseline
 * @param serial grows with each published version
 * @param place of the serial
 */
public record Header(Kind kind, String name, long serial, String description, Place place) {
  /** What a file is. */
  public enum Kind {
    /** The platform's own rules, which all tenants build upon. */
    BASELINE,
    /** One tenant's stricter rules. */
    TENANT
  }
}

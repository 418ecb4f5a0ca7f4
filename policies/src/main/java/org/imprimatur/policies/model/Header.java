package org.imprimatur.policies.model;

import java.util.Optional;
import org.imprimatur.policies.yaml.Node;
import org.imprimatur.policies.yaml.Place;

/**
 * Who a policy file is for and which version it is.
 *
 * @param name the tenant, or the name of the baseline
 * @param serial grows with each published version
 * @param keys the group that it was read from
 */
public record Header(Kind kind, String name, long serial, String description, Keys keys) {
  public Place kindPlace() {
    return place("kind");
  }

  public Place namePlace() {
    return place("name");
  }

  public Place serialPlace() {
    return place("serial");
  }

  /** The name of the profile that a tenant builds upon; empty for none. */
  public Optional<Node> profile() {
    return keys.find("profile");
  }

  private Place place(String key) {
    Node value = keys.get(key);
    return value.place();
  }

  /** What a file is. */
  public enum Kind {
    /** The platform's own rules, which all tenants build upon. */
    BASELINE,
    /** One tenant's stricter rules. */
    TENANT,
    /** Rules for a kind of tenant, between the baseline and the tenant's own. */
    PROFILE
  }
}

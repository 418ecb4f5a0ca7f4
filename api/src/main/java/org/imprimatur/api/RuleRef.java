package org.imprimatur.api;

/**
 * The rule of a policy that weighed something.
 *
 * @param id the rule's name or path, for instance {@code checks.prompt.violence}
 * @param position where it stands, as {@code file:line:column}
 */
public record RuleRef(String id, String position) {}

package org.imprimatur.audit.entry;

/**
 * The place of an entry among the entries of its tenant, by which a tenant can see that none of its
 * own is missing without seeing those of others.
 *
 * @param seq from 0, without gaps
 * @param previous the leaf hash of the tenant's entry before, in hex; empty for the first
 */
public record Link(long seq, String previous) {
  static final Link FIRST = new Link(0, "");
}

package org.imprimatur.api;

/** What a policy asks for, from the mildest to the strictest. */
public enum Action {
  ALLOW,
  ANNOTATE,
  REVIEW,
  BLOCK;

  public Action strictest(Action other) {
    return compareTo(other) >= 0 ? this : other;
  }
}

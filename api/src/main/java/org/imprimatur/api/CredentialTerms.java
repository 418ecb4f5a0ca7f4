package org.imprimatur.api;

import java.util.Optional;

/**
 * What a tenant's policy wants of the credentials of its pictures.
 *
 * @param timeStamped no picture leaves without the word of a time-stamping authority
 * @param labelled the picture says in its pixels that it was generated
 * @param training whether others may train on the picture; empty where the signer's settings say it
 */
public record CredentialTerms(
    boolean timeStamped, boolean labelled, Optional<TrainingUse> training) {
  /** Whatever the signer does. */
  public static final CredentialTerms NONE = new CredentialTerms(false, false, Optional.empty());
}

package org.imprimatur.api;

/**
 * A request that the journal has durably accepted and whose limits the policy allows.
 *
 * @param acceptance the receipt of the journal's {@code accepted} entry
 */
public record AdmittedRequest(GenerationRequest request, Receipt acceptance) {}

package org.imprimatur.api.spi;

import java.util.Map;
import org.imprimatur.api.Action;
import org.imprimatur.api.Category;
import org.imprimatur.api.CredentialTerms;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;

/**
 * What the credentials say about the gate's decision: the safety receipt.
 *
 * @param requestId ties the credentials to journal and traces
 * @param policyId the policy that judged
 * @param policyDigest its exact version
 * @param verdicts the strictest action that was weighed for each category
 * @param acceptance where the journal accepted the request
 * @param terms what the policy wants of the credentials
 */
public record ProvenanceStatement(
    String requestId,
    String policyId,
    Sha256 policyDigest,
    Map<Category, Action> verdicts,
    Receipt acceptance,
    CredentialTerms terms) {
  public ProvenanceStatement {
    verdicts = Map.copyOf(verdicts);
  }
}

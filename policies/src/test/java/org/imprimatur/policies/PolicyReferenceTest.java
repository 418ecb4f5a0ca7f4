package org.imprimatur.policies;

import org.imprimatur.policies.cel.Conditions;
import org.imprimatur.policies.model.PolicyReference;
import org.junit.jupiter.api.Test;

class PolicyReferenceTest {
  @Test
  void thePublishedReferenceIsTheOneThatTheCodeMakes() {
    Golden.assertCurrent(
        Golden.MODULE.resolve("../docs/policy-reference.md"),
        PolicyReference.markdown(Conditions.VARIABLES));
  }
}

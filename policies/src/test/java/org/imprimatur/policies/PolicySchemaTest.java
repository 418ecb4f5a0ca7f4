package org.imprimatur.policies;

import org.imprimatur.policies.model.PolicySchema;
import org.junit.jupiter.api.Test;

class PolicySchemaTest {
  @Test
  void thePublishedSchemaIsTheOneThatTheCodeMakes() {
    Golden.assertCurrent(Golden.MODULE.resolve("schema/policy.schema.json"), PolicySchema.json());
  }
}

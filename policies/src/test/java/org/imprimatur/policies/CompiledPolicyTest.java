package org.imprimatur.policies;

import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.spi.TenantPolicy;
import org.imprimatur.api.testing.TenantPolicyContract;

/** The packed tenant keeps the promises of a policy. */
class CompiledPolicyTest extends TenantPolicyContract {
  private static final CompiledPolicy ACME =
      PolicyStore.embeddedUnmeasured().compiled("acme").orElseThrow();

  @Override
  protected TenantPolicy policy() {
    return ACME;
  }

  @Override
  protected Set<Category> neededInTexts() {
    return ACME.neededInTexts();
  }

  @Override
  protected Set<Category> neededInImages() {
    return ACME.neededInImages();
  }
}

package org.imprimatur.api.testing;

import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.spi.TenantPolicy;

/** The fake keeps the promises that the real policies keep. It needs no category. */
class FakePolicyTest extends TenantPolicyContract {
  @Override
  protected TenantPolicy policy() {
    return FakePolicy.usual();
  }

  @Override
  protected Set<Category> neededInTexts() {
    return Set.of();
  }

  @Override
  protected Set<Category> neededInImages() {
    return Set.of();
  }
}

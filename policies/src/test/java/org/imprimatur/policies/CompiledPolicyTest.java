package org.imprimatur.policies;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.imprimatur.api.Category;
import org.imprimatur.api.spi.TenantPolicy;
import org.imprimatur.api.testing.TenantPolicyContract;
import org.imprimatur.policies.model.Settings;

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
    return needed("prompt");
  }

  @Override
  protected Set<Category> neededInImages() {
    return needed("output");
  }

  private static Set<Category> needed(String phase) {
    Settings settings = ACME.settings();
    return Stream.concat(
            settings.named(phase).stream(), settings.words(phase + ".requires").stream())
        .map(Category::new)
        .collect(Collectors.toSet());
  }
}

package org.imprimatur.gateway.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.gateway.Home;
import org.imprimatur.policies.CompiledPolicy;
import org.imprimatur.policies.PolicyStore;
import org.imprimatur.routes.GatePlaces;
import org.jspecify.annotations.Nullable;

/** The policies that the commands look at: of a directory, of this installation, or the packed. */
final class PolicyFiles {
  private PolicyFiles() {}

  static PolicyStore store(Home home, @Nullable Path directory) {
    if (directory != null) {
      if (!Files.isDirectory(directory)) {
        throw new ConfigurationException("there is no directory " + directory);
      }
      return PolicyStore.openUnmeasured(directory);
    }
    GatePlaces places = new GatePlaces(home.directory());
    return Files.isDirectory(places.policies())
        ? PolicyStore.openUnmeasured(places.policyPlace().forgotten())
        : PolicyStore.embeddedUnmeasured();
  }

  static CompiledPolicy compiled(PolicyStore store, String tenant) {
    if (store.refused().containsKey(tenant)) {
      throw new ConfigurationException(String.valueOf(store.refused().get(tenant).getMessage()));
    }
    return store
        .compiled(tenant)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "tenant '%s' has no usable policy; the tenants are %s"
                        .formatted(tenant, String.join(", ", store.tenants()))));
  }
}

package org.imprimatur.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.provenance.HttpClaimKey;
import org.imprimatur.provenance.SigningIdentities;
import org.imprimatur.provenance.SigningIdentity;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.trust.Certificates;

/**
 * Where the signing key of a gate is: in a file, in a token, behind a service, or the development
 * key.
 */
record KeySettings(ProvenanceSettings settings, GatePlaces places) {
  private static final System.Logger LOG = System.getLogger(KeySettings.class.getName());

  /**
   * Looks whether the settings go together.
   *
   * @throws ConfigurationException if not
   */
  void check() {
    List<String> kinds =
        Stream.of("keystore", "pkcs11-config", "remote-signer").filter(settings::has).toList();
    settings.require(
        kinds.size() < 2, "%s exclude each other".formatted(String.join(" and ", kinds)));
    boolean isLocked = settings.has("keystore") || settings.has("pkcs11-config");
    settings.require(
        isLocked == settings.has("password-file"),
        "password-file belongs to keystore or pkcs11-config");
    settings.require(
        settings.has("remote-signer") == settings.has("certificates"),
        "remote-signer needs certificates: PEM FILE, leaf first; nothing else takes it");
    settings.require(
        settings.has("remote-signer") || !settings.has("token-file"),
        "token-file belongs to remote-signer");
  }

  /**
   * Opens the keys; makes the development key where none is configured.
   *
   * @throws ConfigurationException if they do not pass the checks
   */
  Supplier<SigningIdentity> open(Clock clock) {
    if (settings.has("remote-signer")) {
      return remote(clock);
    }
    if (!settings.has("password-file")) {
      SigningIdentity development = SigningIdentity.development(places.keys(), clock);
      return () -> development;
    }
    char[] password = secret("password-file").toCharArray();
    SigningIdentities identities =
        settings
            .path("keystore")
            .map(store -> SigningIdentities.pkcs12(store, password, clock))
            .orElseGet(() -> SigningIdentities.pkcs11(file("pkcs11-config"), password, clock));
    return warned(identities);
  }

  private Supplier<SigningIdentity> remote(Clock clock) {
    List<X509Certificate> chain = chain(file("certificates"));
    SignatureAlgorithm algorithm =
        SignatureAlgorithm.suiting(chain.get(0).getPublicKey())
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        file("certificates") + ": its key is of a kind that C2PA does not allow"));
    Optional<String> token =
        settings.has("token-file") ? Optional.of(secret("token-file")) : Optional.empty();
    HttpClaimKey key =
        new HttpClaimKey(settings.address("remote-signer").orElseThrow(), algorithm, token);
    SigningIdentity identity = SigningIdentity.remote(chain, algorithm, key, clock);
    return warned(new SigningIdentities(List.of(identity), clock));
  }

  private static Supplier<SigningIdentity> warned(SigningIdentities identities) {
    identities.warnings().forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
    return identities;
  }

  private static List<X509Certificate> chain(Path file) {
    List<X509Certificate> chain;
    try {
      chain = Certificates.fromPem(Files.readString(file));
    } catch (IOException | MalformedContent e) {
      throw new ConfigurationException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    if (chain.isEmpty()) {
      throw new ConfigurationException(file + " holds no certificate; give PEM, leaf first");
    }
    return chain;
  }

  private Path file(String key) {
    return settings.path(key).orElseThrow();
  }

  private String secret(String key) {
    Path file = file(key);
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ConfigurationException("%s: %s cannot be read: %s".formatted(file, key, e), e);
    }
  }
}

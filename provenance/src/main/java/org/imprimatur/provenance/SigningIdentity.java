package org.imprimatur.provenance;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.revocation.OcspStapler;

/**
 * Who signs: a key and the certificates that vouch for it. Made only after its checks passed: the
 * certificate is valid now, follows the C2PA profile, and belongs to the key. Thread-safe.
 */
public final class SigningIdentity {
  private final List<X509Certificate> chain;
  private final SignatureAlgorithm algorithm;
  private final ClaimKey key;
  private final Optional<OcspStapler> stapler;

  private SigningIdentity(
      List<X509Certificate> chain,
      SignatureAlgorithm algorithm,
      ClaimKey key,
      Optional<OcspStapler> stapler) {
    this.chain = List.copyOf(chain);
    this.algorithm = algorithm;
    this.key = key;
    this.stapler = stapler;
  }

  /** A key that signs the claim: in memory, in a token, or behind a remote service. */
  @FunctionalInterface
  public interface ClaimKey {
    /**
     * Signs {@code data}. ECDSA signatures are r and s side by side (IEEE P1363), as COSE wants
     * them.
     */
    byte[] sign(byte[] data) throws GeneralSecurityException;
  }

  /**
   * An identity for development: a root (P-384) and a leaf (P-256) in {@code directory}, made on
   * first use. The root is in {@code root.pem}, for others to trust; the keys are readable by their
   * owner alone. An expiring leaf is replaced.
   *
   * @throws ConfigurationException if the directory cannot be used
   */
  public static SigningIdentity development(Path directory, Clock clock) {
    return new DevelopmentAuthority(directory, clock).identity();
  }

  /**
   * The first key of a PKCS#12 file.
   *
   * @throws ConfigurationException if the file cannot be used
   */
  public static SigningIdentity pkcs12(Path file, char[] password, Clock clock) {
    try {
      KeyStore store = KeyStore.getInstance(file.toFile(), password);
      for (String alias : java.util.Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          return keyStore(store, alias, password, clock);
        }
      }
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new ConfigurationException(
          "%s: the key store cannot be opened (%s); check the path and the password"
              .formatted(file, e.getMessage()),
          e);
    }
    throw new ConfigurationException(
        file + ": the key store holds no private key; import key and certificates together");
  }

  /**
   * A key of an open key store, for instance a PKCS#11 token.
   *
   * @throws ConfigurationException if key or certificate cannot be used
   */
  public static SigningIdentity keyStore(
      KeyStore store, String alias, char[] password, Clock clock) {
    try {
      Certificate[] certificates = store.getCertificateChain(alias);
      if (certificates == null || !(store.getKey(alias, password) instanceof PrivateKey key)) {
        throw new ConfigurationException(
            "the key store has no private key with certificates under '%s'".formatted(alias));
      }
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate certificate : certificates) {
        chain.add((X509Certificate) certificate);
      }
      return inMemory(chain, key, clock);
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException(
          "the key '%s' cannot be read (%s); check its password".formatted(alias, e.getMessage()),
          e);
    }
  }

  /** A private key with its certificates, leaf first. */
  public static SigningIdentity inMemory(List<X509Certificate> chain, PrivateKey key, Clock clock) {
    SignatureAlgorithm algorithm = IdentityChecks.algorithm(chain);
    return remote(chain, algorithm, data -> algorithm.sign(key, data), clock);
  }

  /**
   * A key that never enters this process, with its certificates, leaf first.
   *
   * @throws ConfigurationException if the certificates do not pass the checks
   */
  public static SigningIdentity remote(
      List<X509Certificate> chain, SignatureAlgorithm algorithm, ClaimKey key, Clock clock) {
    SigningIdentity identity =
        new SigningIdentity(IdentityChecks.withoutRoot(chain), algorithm, key, Optional.empty());
    IdentityChecks.check(identity, clock.instant());
    return identity;
  }

  /** The same, with the authority's word on revocation in each signature. */
  public SigningIdentity with(OcspStapler word) {
    return new SigningIdentity(chain, algorithm, key, Optional.of(word));
  }

  /** The certificates, leaf first, without the root. */
  public List<X509Certificate> chain() {
    return chain;
  }

  public X509Certificate leaf() {
    return chain.get(0);
  }

  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** Whether signatures are to carry the authority's word on revocation. */
  public boolean isStapled() {
    return stapler.isPresent();
  }

  /** The authority's word that the certificate is not revoked, where it is to be added. */
  public Optional<Bytes> staple() {
    return stapler.map(OcspStapler::staple);
  }

  /**
   * Signs {@code data}.
   *
   * @throws SigningFailure if the key refuses
   */
  public byte[] sign(byte[] data) {
    byte[] signature;
    try {
      signature = key.sign(data);
    } catch (GeneralSecurityException e) {
      throw new SigningFailure("the signing key refused: " + e.getMessage(), e);
    }
    int expected = algorithm.signatureSize(leaf().getPublicKey());
    if (signature.length != expected) {
      throw new SigningFailure(
          "the signing key gave %d bytes where %s takes %d"
              .formatted(signature.length, algorithm, expected));
    }
    return signature;
  }

  @Override
  public String toString() {
    return "SigningIdentity[" + leaf().getSubjectX500Principal() + ", " + algorithm + "]";
  }
}

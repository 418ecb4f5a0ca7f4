package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.junit.jupiter.api.Test;

/** Keys behind services, and the authority's word added to their signatures. */
class RemoteKeyTest {
  private static final Clock CLOCK = Samples.CLOCK;

  private final TestAuthority authority = TestAuthority.create();
  private final TrustAnchors trust = TrustAnchors.of(List.of(authority.root()));

  @Test
  void a_service_signs_and_the_key_stays_there() throws Exception {
    KeyPair pair = TestAuthority.ellipticPair("secp384r1");
    List<X509Certificate> chain = List.of(authority.leaf(pair.getPublic()));
    try (TestHttpServer service =
        new TestHttpServer(data -> signature(SignatureAlgorithm.ES384, pair, data))) {
      HttpClaimKey key = key(service.address(), SignatureAlgorithm.ES384);
      SigningIdentity identity =
          SigningIdentity.remote(chain, SignatureAlgorithm.ES384, key, CLOCK);

      byte[] file = ManifestWriterTest.sign(identity, Pictures.png(), "remote");

      assertThat(C2paValidator.validate(file, trust, Samples.NOW).state()).isEqualTo(State.TRUSTED);
      assertThat(service.answered()).as("the probe at start and the signature").isEqualTo(2);
    }
  }

  @Test
  void a_service_that_is_gone_or_has_another_key_is_named() throws Exception {
    KeyPair pair = TestAuthority.ellipticPair("secp256r1");
    KeyPair other = TestAuthority.ellipticPair("secp256r1");
    List<X509Certificate> chain = List.of(authority.leaf(pair.getPublic()));
    TestHttpServer service =
        new TestHttpServer(data -> signature(SignatureAlgorithm.ES256, other, data));
    HttpClaimKey key = key(service.address(), SignatureAlgorithm.ES256);

    assertThatThrownBy(() -> SigningIdentity.remote(chain, SignatureAlgorithm.ES256, key, CLOCK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("does not belong to the private key");
    service.close();
    assertThatThrownBy(() -> SigningIdentity.remote(chain, SignatureAlgorithm.ES256, key, CLOCK))
        .isInstanceOf(SigningFailure.class)
        .hasMessageContaining("the remote signer " + service.address() + " cannot be asked");
  }

  @Test
  void a_service_elsewhere_is_not_asked_without_encryption() {
    assertThatThrownBy(() -> key(URI.create("http://192.0.2.1/sign"), SignatureAlgorithm.ES256))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("use https");
  }

  @Test
  void the_word_of_the_configured_responder_is_in_each_signature() {
    SigningIdentity identity = Samples.identity(authority, SignatureAlgorithm.ES256);
    TestResponder responder = new TestResponder(authority, Samples.NOW);
    try (TestHttpServer server = new TestHttpServer(responder::answer)) {
      StapledIdentities stapled =
          new StapledIdentities(() -> identity, trust, Optional.of(server.address()), CLOCK);

      byte[] file = ManifestWriterTest.sign(stapled.get(), Pictures.png(), "stapled");

      ValidationReport report = C2paValidator.validate(file, trust, Samples.NOW);
      assertThat(report.results().active().succeeded("signingCredential.ocsp.notRevoked")).isTrue();
      assertThat(stapled.get()).isSameAs(stapled.get());
    }
  }

  @Test
  void a_missing_responder_and_a_missing_issuer_stop_the_start() {
    SigningIdentity identity = Samples.identity(authority, SignatureAlgorithm.ES256);
    URI responder = URI.create("http://127.0.0.1:1/");

    assertThatThrownBy(() -> new StapledIdentities(() -> identity, trust, Optional.empty(), CLOCK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("names no OCSP responder");
    assertThatThrownBy(
            () ->
                new StapledIdentities(
                    () -> identity, TrustAnchors.none(), Optional.of(responder), CLOCK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has no issuer");
  }

  private static HttpClaimKey key(URI service, SignatureAlgorithm algorithm) {
    return new HttpClaimKey(service, algorithm, Optional.of("secret"));
  }

  private static byte[] signature(SignatureAlgorithm algorithm, KeyPair pair, byte[] data) {
    try {
      return algorithm.sign(pair.getPrivate(), data);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

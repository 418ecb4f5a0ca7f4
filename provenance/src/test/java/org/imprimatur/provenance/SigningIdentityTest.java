package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.provenance.trust.Certificates;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningIdentityTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();

  private Path directory;

  @BeforeEach
  void use(@TempDir Path fresh) {
    directory = fresh;
  }

  @Test
  void aSecondStartUsesTheSameIdentity() {
    SigningIdentity first = SigningIdentity.development(directory, Samples.CLOCK);
    SigningIdentity second = SigningIdentity.development(directory, Samples.CLOCK);

    assertThat(second.leaf()).isEqualTo(first.leaf());
  }

  @Test
  void keysAreReadableByTheirOwnerAlone() throws IOException {
    SigningIdentity.development(directory, Samples.CLOCK);

    for (String name : List.of("root-key.pem", "leaf-key.pem")) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void anExpiringLeafIsReplacedUnderTheSameRoot() throws IOException {
    SigningIdentity first = SigningIdentity.development(directory, Samples.CLOCK);
    String root = Files.readString(directory.resolve("root.pem"));
    Clock later = Clock.offset(Samples.CLOCK, Duration.ofDays(360));

    SigningIdentity second = SigningIdentity.development(directory, later);

    assertThat(second.leaf()).isNotEqualTo(first.leaf());
    assertThat(Files.readString(directory.resolve("root.pem"))).isEqualTo(root);
  }

  @Test
  void aDamagedDirectoryIsAClearError() throws IOException {
    SigningIdentity.development(directory, Samples.CLOCK);
    Files.writeString(directory.resolve("leaf.pem"), "nothing");

    assertThatThrownBy(() -> SigningIdentity.development(directory, Samples.CLOCK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("delete it");
  }

  @Test
  void aKeyStoreFileGivesItsKey() throws IOException, GeneralSecurityException {
    TestAuthority authority = TestAuthority.create();
    KeyPair pair = TestAuthority.ellipticPair("secp256r1");
    Path file = keyStore(pair, authority.leaf(pair.getPublic()));

    SigningIdentity identity = SigningIdentity.pkcs12(file, PASSWORD, Samples.CLOCK);

    assertThat(identity.leaf().getPublicKey()).isEqualTo(pair.getPublic());
  }

  @Test
  void aWrongPasswordIsAClearError() throws IOException, GeneralSecurityException {
    TestAuthority authority = TestAuthority.create();
    KeyPair pair = TestAuthority.ellipticPair("secp256r1");
    Path file = keyStore(pair, authority.leaf(pair.getPublic()));

    assertThatThrownBy(() -> SigningIdentity.pkcs12(file, "wrong".toCharArray(), Samples.CLOCK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("check the path and the password");
  }

  @Test
  void anExpiredCertificateIsRefused() throws GeneralSecurityException {
    TestAuthority authority = TestAuthority.create();
    KeyPair pair = TestAuthority.ellipticPair("secp256r1");
    List<X509Certificate> chain = List.of(authority.leaf(pair.getPublic()));
    Clock later = Clock.offset(Samples.CLOCK, Duration.ofDays(4000));

    assertThatThrownBy(() -> SigningIdentity.inMemory(chain, pair.getPrivate(), later))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("expired")
        .hasMessageContaining("renew it");
  }

  @Test
  void aCertificateOfAnotherKeyIsRefused() throws GeneralSecurityException {
    TestAuthority authority = TestAuthority.create();
    KeyPair pair = TestAuthority.ellipticPair("secp256r1");
    KeyPair other = TestAuthority.ellipticPair("secp256r1");
    List<X509Certificate> chain = List.of(authority.leaf(pair.getPublic()));

    assertThatThrownBy(() -> SigningIdentity.inMemory(chain, other.getPrivate(), Samples.CLOCK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("as one pair");
  }

  @Test
  void anAuthoritysCertificateIsRefusedAsASigner() {
    TestAuthority authority = TestAuthority.create();

    assertThatThrownBy(
            () ->
                SigningIdentity.inMemory(
                    List.of(authority.root()), authority.rootKey(), Samples.CLOCK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("authority");
  }

  @Test
  void theRootIsNotPartOfTheChain() throws GeneralSecurityException {
    TestAuthority authority = TestAuthority.create();
    KeyPair pair = TestAuthority.ellipticPair("secp384r1");
    X509Certificate leaf = authority.leaf(pair.getPublic());

    SigningIdentity identity =
        SigningIdentity.inMemory(List.of(leaf, authority.root()), pair.getPrivate(), Samples.CLOCK);

    assertThat(identity.chain()).containsExactly(leaf);
    assertThat(Certificates.fromPem("a note\n" + Certificates.toPem(leaf))).containsExactly(leaf);
  }

  private Path keyStore(KeyPair pair, X509Certificate leaf)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    store.setKeyEntry("signer", pair.getPrivate(), PASSWORD, new X509Certificate[] {leaf});
    Path file = directory.resolve("signer.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
    return file;
  }

  @Test
  void theNewestCertificateInForceSignsAndOldOnesAreToldOf() throws Exception {
    TestAuthority authority = TestAuthority.create();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    Duration month = Duration.ofDays(30);
    put(
        store,
        authority,
        "old",
        Samples.NOW.minus(month.multipliedBy(3)),
        Samples.NOW.minus(month));
    put(store, authority, "now", Samples.NOW.minus(month), Samples.NOW.plus(month.multipliedBy(2)));
    put(store, authority, "next", Samples.NOW.plus(month), Samples.NOW.plus(month.multipliedBy(4)));

    SettableClock clock = new SettableClock(Samples.NOW);
    SigningIdentities identities = SigningIdentities.of(store, PASSWORD, clock);

    assertThat(identities.warnings()).singleElement().asString().contains("'old' expired");
    assertThat(identities.get().leaf()).isEqualTo(store.getCertificate("now"));
    clock.set(Samples.NOW.plus(month).plusSeconds(1));
    assertThat(identities.get().leaf()).isEqualTo(store.getCertificate("next"));
    clock.set(Samples.NOW.plus(month.multipliedBy(4)).minusSeconds(60));
    assertThat(identities.warnings()).anyMatch(warning -> warning.contains("add its successor"));
    clock.set(Samples.NOW.plus(month.multipliedBy(5)));
    assertThatThrownBy(identities::get)
        .isInstanceOf(SigningFailure.class)
        .hasMessageContaining("no signing certificate is valid");
  }

  private static void put(
      KeyStore store, TestAuthority authority, String alias, Instant from, Instant until)
      throws GeneralSecurityException {
    KeyPair pair = TestAuthority.ellipticPair("secp256r1");
    X509Certificate leaf = authority.leaf(pair.getPublic(), from, until);
    store.setKeyEntry(alias, pair.getPrivate(), PASSWORD, new X509Certificate[] {leaf});
  }

  @Test
  void aTokenThatCannotBeOpenedIsAClearError() throws IOException {
    Path configuration =
        Files.writeString(
            directory.resolve("token.cfg"), "name = Missing\nlibrary = /nowhere/pkcs11.so\n");

    assertThatThrownBy(() -> SigningIdentities.pkcs11(configuration, PASSWORD, Samples.CLOCK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("token.cfg")
        .hasMessageContaining("check library, slot and PIN");
  }
}

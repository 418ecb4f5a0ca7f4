package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signs with keys in SoftHSM, a PKCS#11 token in software. */
class Pkcs11IT {
  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"));

  /** Set by the build, because the library reads its configuration in this process. */
  private static final String VARIABLE = "SOFTHSM2_CONF";

  private static final char[] PIN = "1234".toCharArray();

  @Test
  void keys_in_a_token_sign_and_stay_there(@TempDir Path directory) throws Exception {
    Assumptions.assumeTrue(
        LIBRARIES.stream().anyMatch(Files::exists), "no SoftHSM: install the package softhsm2");
    Path configuration = token(directory);
    TestAuthority authority = TestAuthority.create();
    for (String curve : List.of("secp256r1", "secp384r1")) {
      importKey(configuration, authority, curve);
    }

    SigningIdentities identities = SigningIdentities.pkcs11(configuration, PIN, Samples.CLOCK);
    byte[] signed = ManifestWriterTest.sign(identities.get(), Pictures.png(), "from a token");

    assertThat(
            C2paValidator.validate(signed, TrustAnchors.of(List.of(authority.root())), Samples.NOW)
                .state())
        .isEqualTo(State.TRUSTED);
  }

  private static Path token(Path directory) throws IOException, InterruptedException {
    Path library = LIBRARIES.stream().filter(Files::exists).findFirst().orElseThrow();
    Path tokens = Files.createDirectory(directory.resolve("tokens"));
    Path softhsm =
        Files.writeString(
            Path.of(System.getenv().getOrDefault(VARIABLE, "softhsm2.conf")),
            "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
    run(
        softhsm,
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        "signer",
        "--pin",
        "1234",
        "--so-pin",
        "5678");
    return Files.writeString(
        directory.resolve("pkcs11.cfg"),
        "name = Signer\nlibrary = " + library + "\nslotListIndex = 0\n");
  }

  private static void importKey(Path configuration, TestAuthority authority, String curve)
      throws Exception {
    KeyStore store =
        KeyStore.getInstance(
            "PKCS11", Security.getProvider("SunPKCS11").configure(configuration.toString()));
    store.load(null, PIN);
    KeyPair pair = TestAuthority.ellipticPair(curve);
    store.setKeyEntry(
        curve, pair.getPrivate(), null, new X509Certificate[] {authority.leaf(pair.getPublic())});
  }

  private static void run(Path softhsm, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(VARIABLE, softhsm.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}

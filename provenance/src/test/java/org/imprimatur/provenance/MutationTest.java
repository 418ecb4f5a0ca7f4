package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Size;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.manifest.ManifestWriter;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.junit.jupiter.api.Test;

/** Breaks signed files at random; {@link MutationIT} is the long run. */
class MutationTest {
  /** More than any of the files needs: a length in a broken file must not be believed. */
  private static final long MAX_ALLOCATED = 4L << 20;

  @Test
  void noBrokenFileIsTrustedAndNoneMakesTheValidatorThrow() {
    assertAllCaught(3000, 42);
  }

  @Test
  void everyChangeOfOneByteOfJpegAndWebpIsCaught() {
    TestAuthority authority = TestAuthority.create();
    TrustAnchors trust = TrustAnchors.of(List.of(authority.root()));
    List<String> trusted = new ArrayList<>();
    for (byte[] original : files(authority, trust).subList(2, 4)) {
      for (int at = 0; at < original.length; at++) {
        byte[] broken = original.clone();
        broken[at] ^= 0x20;
        if (isTrustedWrongly(original, broken, trust)) {
          trusted.add("byte %d of %d".formatted(at, original.length));
        }
      }
    }
    assertThat(trusted).isEmpty();
  }

  /** Breaks {@code count} files and asserts that none is trusted, throws, or takes much memory. */
  static void assertAllCaught(int count, long seed) {
    TestAuthority authority = TestAuthority.create();
    TrustAnchors trust = TrustAnchors.of(List.of(authority.root()));
    List<byte[]> files = files(authority, trust);
    Mutations mutations = new Mutations(seed);
    List<Integer> trusted = new ArrayList<>();
    long most = 0;
    for (int i = 0; i < count; i++) {
      byte[] original = files.get(i % files.size());
      byte[] broken = mutations.of(original);
      long before = allocated();
      if (isTrustedWrongly(original, broken, trust)) {
        trusted.add(i);
      }
      most = Math.max(most, allocated() - before);
    }
    assertThat(trusted).isEmpty();
    assertThat(most).as("bytes allocated for one file").isLessThan(MAX_ALLOCATED);
  }

  private static boolean isTrustedWrongly(byte[] original, byte[] broken, TrustAnchors trust) {
    ValidationReport report = C2paValidator.validate(broken, trust, Samples.NOW);
    return report.state() == State.TRUSTED && !Harmless.differ(original, broken);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static List<byte[]> files(TestAuthority authority, TrustAnchors trust) {
    SigningIdentity identity = Samples.identity(authority, SignatureAlgorithm.ES256);
    Size size = new Size(8, 8);
    var created = Samples.signed(identity, size).file();
    C2paSigner signer = Samples.signer(identity, trust);
    List<byte[]> files = new ArrayList<>();
    files.add(created.content().toByteArray());
    files.add(
        signer
            .sign(Samples.revised(size, created), Samples.statement())
            .file()
            .content()
            .toByteArray());
    files.add(ManifestWriterTest.sign(identity, Pictures.jpeg(), "photograph"));
    files.add(ManifestWriterTest.sign(identity, Pictures.webp(), "pixel"));
    ManifestWriter.Order stamped =
        new ManifestWriter.Order(
            ManifestWriterTest.definition("stamped"),
            identity,
            Optional.of(new TestStamper(authority, Samples.NOW)));
    files.add(ManifestWriterTest.sign(stamped, Pictures.png()));
    return files;
  }
}

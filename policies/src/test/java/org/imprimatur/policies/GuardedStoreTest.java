package org.imprimatur.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signed directories, versions that outlive the process, and directories that Kubernetes mounts.
 */
class GuardedStoreTest {
  private static final List<String> FILES =
      List.of("baseline.yaml", "tenants/acme.yaml", "blocklists/acme-brands.txt");

  private final Path home;
  private final Path directory;
  private final PolicyPlace remembered;

  GuardedStoreTest(@TempDir Path home) {
    this.home = home;
    this.directory = home.resolve("policies");
    this.remembered = PolicyPlace.in(directory).rememberedIn(home.resolve("versions"));
  }

  @BeforeEach
  void samples() throws IOException {
    copyTo(directory);
  }

  @Test
  void anOlderVersionIsRefusedAfterARestartToo() throws IOException {
    edit("tenants/acme.yaml", "serial: 1", "serial: 5");
    PolicyStore.openUnmeasured(remembered);
    edit("tenants/acme.yaml", "serial: 5", "serial: 4");

    PolicyStore again = PolicyStore.openUnmeasured(remembered);

    assertThat(again.forTenant("acme")).isEmpty();
    assertThat(again.refused().get("acme")).hasMessageContaining("serial 4 is older than 5");
  }

  @Test
  void anOlderBaselineIsRefusedAfterARestartToo() throws IOException {
    edit("baseline.yaml", "serial: 2", "serial: 3");
    PolicyStore.openUnmeasured(remembered);
    edit("baseline.yaml", "serial: 3", "serial: 2");

    assertThatThrownBy(() -> PolicyStore.openUnmeasured(remembered))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("serial 2 is older than 3");
  }

  @Test
  void aDamagedMemoryIsRefused() throws IOException {
    Files.writeString(home.resolve("versions"), "# head\n12 acme\n");

    assertThatThrownBy(() -> PolicyStore.openUnmeasured(remembered))
        .hasMessageContaining("versions:2:1: expected SERIAL SHA256 NAME");
  }

  @Test
  void aMemoryThatCannotBeWrittenLeavesTheOldPolicyInForce() throws IOException {
    PolicyStore store = PolicyStore.openUnmeasured(remembered);
    Files.delete(home.resolve("versions"));
    Files.createDirectories(home.resolve("versions/in-the-way"));
    edit("tenants/acme.yaml", "serial: 1", "serial: 2");

    Reload reload = store.reload();

    assertThat(reload.baseline().orElseThrow()).hasMessageContaining("cannot be remembered");
    assertThat(store.serials()).containsEntry("acme", 1L);
    assertThat(store.stale()).containsExactly("acme");
  }

  @Test
  void aSignedDirectoryIsRead() throws Exception {
    PolicyPlace place = signed(1);

    assertThat(PolicyStore.openUnmeasured(place).tenants()).containsExactly("acme");
  }

  @Test
  void aChangeAfterTheSignatureRefusesEverything() throws Exception {
    PolicyPlace place = signed(1);
    edit("tenants/acme.yaml", "serial: 1", "serial: 2");

    assertThatThrownBy(() -> PolicyStore.openUnmeasured(place))
        .hasMessageContaining("tenants/acme.yaml has changed since it was signed")
        .hasMessageContaining("policies/policies.note:5:1");
  }

  @Test
  void aFileMoreOrLessThanWasSignedRefusesEverything() throws Exception {
    PolicyPlace place = signed(1);
    Path added = directory.resolve("tenants/campus.yaml");
    Files.copy(Golden.MODULE.resolve("tenants/campus.yaml"), added);
    assertThatThrownBy(() -> PolicyStore.openUnmeasured(place))
        .hasMessageContaining("tenants/campus.yaml is not among the files that were signed");

    Files.delete(added);
    Files.delete(directory.resolve("tenants/acme.yaml"));
    assertThatThrownBy(() -> PolicyStore.openUnmeasured(place))
        .hasMessageContaining("tenants/acme.yaml was signed, but is not there");
  }

  @Test
  void aSignatureByAnotherKeyOrAnAlteredListRefusesEverything() throws Exception {
    PolicyPlace place = signed(1);
    Path note = directory.resolve(SignedList.FILE);
    String text = Files.readString(note);

    Files.writeString(note, text.replace("serial 1", "serial 2"));
    assertThatThrownBy(() -> PolicyStore.openUnmeasured(place))
        .hasMessageContaining("bears no valid signature of test-key");

    PolicyPlace other = signed(2);
    Files.writeString(note, text);
    assertThatThrownBy(() -> PolicyStore.openUnmeasured(other))
        .hasMessageContaining("bears no valid signature of test-key");

    Files.delete(note);
    assertThatThrownBy(() -> PolicyStore.openUnmeasured(place))
        .hasMessageContaining("policies/policies.note:1:1: cannot be read");
  }

  @Test
  void anOlderSignedListIsRefused() throws Exception {
    PolicyStore store = PolicyStore.openUnmeasured(signed(7));
    KeyPair key = key();
    sign(key, 8);
    PolicyStore other = PolicyStore.openUnmeasured(place(key));
    sign(key, 6);

    assertThat(other.reload().baseline().orElseThrow())
        .hasMessageContaining("serial 6 is older than 8");
    assertThat(store.tenants()).containsExactly("acme");
  }

  @Test
  void aKeyFileThatHoldsNoKeyIsRefused() throws Exception {
    signed(1);
    Files.writeString(home.resolve("policy-key.pub"), "test-key+00000000+AQID\n");

    assertThatThrownBy(
            () ->
                PolicyStore.openUnmeasured(
                    PolicyPlace.in(directory).signedBy(home.resolve("policy-key.pub"))))
        .hasMessageContaining("policy-key.pub:1:1: holds no verifier key");
  }

  @Test
  void aMountedConfigMapIsReadAndChangesAsAWhole() throws IOException {
    Path mount = home.resolve("mount");
    mount(mount, "..2026_11_26_a", "serial: 1");
    PolicyStore store = PolicyStore.openUnmeasured(mount);
    assertThat(store.tenants()).containsExactly("acme");

    mount(mount, "..2026_11_26_b", "serial: 2");

    assertThat(store.reload().changed()).containsOnlyKeys("acme");
    assertThat(store.serials()).containsEntry("acme", 2L);
  }

  @Test
  void aMountThatLeadsElsewhereIsRefused() throws IOException {
    Path mount = Files.createDirectories(home.resolve("mount"));
    Files.createSymbolicLink(mount.resolve("..data"), directory);

    assertThatThrownBy(() -> PolicyStore.openUnmeasured(mount))
        .hasMessageContaining("mount/..data:1:1: does not lead to a folder beside it");

    Files.delete(mount.resolve("..data"));
    Files.createSymbolicLink(mount.resolve("..data"), Path.of(".."));
    assertThatThrownBy(() -> PolicyStore.openUnmeasured(mount))
        .hasMessageContaining("does not lead to a folder beside it");
  }

  @Test
  void aFolderThatEveryUserMayWriteIsRefused() throws IOException {
    Files.setPosixFilePermissions(
        directory.resolve("tenants"), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> PolicyStore.openUnmeasured(directory))
        .hasMessageContaining("policies/tenants:1:1: every user of this machine may write it");
  }

  @Test
  void onlyRootAndTheOwnUserMakePolicies() throws IOException {
    Path file = directory.resolve("baseline.yaml");

    assertThat(Owners.trusted(file))
        .contains(Files.getOwner(file))
        .extracting(Object::toString)
        .contains("root")
        .doesNotContain("nobody");
  }

  private PolicyPlace signed(long serial) throws GeneralSecurityException, IOException {
    KeyPair key = key();
    sign(key, serial);
    return place(key);
  }

  private void sign(KeyPair key, long serial) throws GeneralSecurityException, IOException {
    String text = SignedList.of(directory, serial).text();
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(key.getPrivate());
    signer.update(text.getBytes(StandardCharsets.UTF_8));
    byte[] both = concat(id(key), signer.sign());
    Files.writeString(
        directory.resolve(SignedList.FILE),
        text + "\n\u2014 test-key " + Base64.getEncoder().encodeToString(both) + "\n");
  }

  private PolicyPlace place(KeyPair key) throws IOException {
    Path file = home.resolve("key-" + HexFormat.of().formatHex(id(key)) + ".pub");
    String typed = Base64.getEncoder().encodeToString(typed(key));
    Files.writeString(file, "test-key+" + HexFormat.of().formatHex(id(key)) + "+" + typed + "\n");
    return PolicyPlace.in(directory).signedBy(file);
  }

  private static KeyPair key() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  private static byte[] id(KeyPair key) {
    byte[] head = "test-key\n".getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(Sha256.of(concat(head, typed(key))).toByteArray(), 4);
  }

  private static byte[] typed(KeyPair key) {
    byte[] encoded = key.getPublic().getEncoded();
    return concat(new byte[] {1}, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** As the kubelet does it: a folder of the new version, then one link to it. */
  private void mount(Path mount, String version, String serial) throws IOException {
    copyTo(mount.resolve(version));
    Path acme = mount.resolve(version).resolve("tenants/acme.yaml");
    Files.writeString(acme, Files.readString(acme).replace("serial: 1", serial));
    for (String top : List.of("baseline.yaml", "tenants", "blocklists")) {
      Path link = mount.resolve(top);
      if (!Files.isSymbolicLink(link)) {
        Files.createSymbolicLink(link, Path.of("..data", top));
      }
    }
    Path fresh = mount.resolve("..data_tmp");
    Files.createSymbolicLink(fresh, Path.of(version));
    Files.move(fresh, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void copyTo(Path target) throws IOException {
    for (String file : FILES) {
      Files.createDirectories(target.resolve(file).getParent());
      Files.copy(Golden.MODULE.resolve(file), target.resolve(file));
    }
  }

  private void edit(String file, String from, String to) throws IOException {
    Path path = directory.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }
}

package org.imprimatur.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.imprimatur.api.ConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyStoreTest {
  private final Path directory;

  PolicyStoreTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void samples() throws IOException {
    Files.createDirectory(directory.resolve("tenants"));
    Files.createDirectory(directory.resolve("blocklists"));
    copy("baseline.yaml");
    copy("tenants/acme.yaml");
    copy("tenants/campus.yaml");
    copy("blocklists/acme-brands.txt");
  }

  @Test
  void theFilesOfADirectoryAreItsTenants() {
    PolicyStore store = PolicyStore.openUnmeasured(directory);

    assertThat(store.tenants()).containsExactly("acme", "campus");
    assertThat(store.forTenant("acme").orElseThrow().tenant()).isEqualTo("acme");
    assertThat(store.forTenant("unknown")).isEmpty();
  }

  @Test
  void theOrderInWhichFilesWereWrittenDoesNotMatter() throws IOException {
    PolicyStore first = PolicyStore.openUnmeasured(directory);
    Path other = Files.createDirectory(directory.resolve("other"));
    Files.createDirectory(other.resolve("blocklists"));
    Files.createDirectory(other.resolve("tenants"));
    for (String file :
        List.of(
            "blocklists/acme-brands.txt",
            "tenants/campus.yaml",
            "tenants/acme.yaml",
            "baseline.yaml")) {
      Files.copy(directory.resolve(file), other.resolve(file));
    }

    PolicyStore second = PolicyStore.openUnmeasured(other);

    for (String tenant : first.tenants()) {
      assertThat(second.forTenant(tenant).orElseThrow().digest())
          .isEqualTo(first.forTenant(tenant).orElseThrow().digest());
    }
    assertThat(second.tenants()).isEqualTo(first.tenants());
  }

  @Test
  void aBadTenantIsRefusedAlone() throws IOException {
    write("tenants/acme.yaml", "limts: {}");

    PolicyStore store = PolicyStore.openUnmeasured(directory);

    assertThat(store.tenants()).containsExactly("campus");
    assertThat(store.refused()).containsOnlyKeys("acme");
    assertThat(store.forTenant("acme")).isEmpty();
  }

  @Test
  void aBadBaselineRefusesEverything() throws IOException {
    write("baseline.yaml", "policy: imprimatur/v1");

    assertThatThrownBy(() -> PolicyStore.openUnmeasured(directory))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("/baseline.yaml:1:1: the key \"kind\" is missing");
  }

  @Test
  void aMissingBaselineOrFolderRefusesEverything() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));

    assertThatThrownBy(() -> PolicyStore.openUnmeasured(empty))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("empty/baseline.yaml:1:1: cannot be read (NoSuchFile)");
  }

  @Test
  void linksFoldersAndWrongNamesAreRefused() throws IOException {
    Path target = write("outside.yaml", "policy: imprimatur/v1");
    Files.createSymbolicLink(directory.resolve("tenants/linked.yaml"), target);
    Files.createDirectory(directory.resolve("tenants/folder.yaml"));
    write("tenants/Upper.yaml", "");
    write("tenants/other.yml", "");
    write("tenants/notes.txt", "");

    PolicyStore store = PolicyStore.openUnmeasured(directory);

    assertThat(store.tenants()).containsExactly("acme", "campus");
    assertThat(store.refused()).containsOnlyKeys("linked", "folder", "Upper", "other", "notes");
  }

  @Test
  void aLinkedBaselineIsRefused() throws IOException {
    Path target = directory.resolve("moved.yaml");
    Files.move(directory.resolve("baseline.yaml"), target);
    Files.createSymbolicLink(directory.resolve("baseline.yaml"), target);

    assertThatThrownBy(() -> PolicyStore.openUnmeasured(directory))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is a link");
  }

  @Test
  void aFileThatEveryUserMayWriteIsRefused() throws IOException {
    Files.setPosixFilePermissions(
        directory.resolve("tenants/acme.yaml"), PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(PolicyStore.openUnmeasured(directory).refused().get("acme"))
        .hasMessageContaining("every user of this machine may write it");
  }

  @Test
  void editorsLeftoversAreOverlooked() throws IOException {
    write("tenants/.acme.yaml.swp", "");
    write("tenants/acme.yaml~", "");
    write("tenants/acme.yaml.tmp", "");

    assertThat(PolicyStore.openUnmeasured(directory).refused()).isEmpty();
  }

  @Test
  void aFileThatIsNotUtf8OrTooLongIsRefused() throws IOException {
    Files.write(directory.resolve("tenants/acme.yaml"), new byte[] {'a', '\n', (byte) 0xff});
    Files.write(directory.resolve("tenants/campus.yaml"), new byte[300_000]);

    PolicyStore store = PolicyStore.openUnmeasured(directory);

    assertThat(store.refused().get("acme"))
        .hasMessageContaining("tenants/acme.yaml:2:1: the byte at offset 2 is not UTF-8");
    assertThat(store.refused().get("campus")).hasMessageContaining("bytes, more than the 262144");
  }

  @Test
  void theDigestChangesWithEitherFile() throws IOException {
    var before = PolicyStore.openUnmeasured(directory).forTenant("acme").orElseThrow().digest();
    append("tenants/acme.yaml", "# a comment\n");
    var tenant = PolicyStore.openUnmeasured(directory).forTenant("acme").orElseThrow().digest();
    append("baseline.yaml", "# a comment\n");
    var both = PolicyStore.openUnmeasured(directory).forTenant("acme").orElseThrow().digest();

    assertThat(tenant).isNotEqualTo(before);
    assertThat(both).isNotEqualTo(tenant).isNotEqualTo(before);
  }

  private void copy(String file) throws IOException {
    Files.copy(Golden.MODULE.resolve(file), directory.resolve(file));
  }

  private Path write(String file, String text) throws IOException {
    return Files.writeString(directory.resolve(file), text);
  }

  private void append(String file, String text) throws IOException {
    write(file, Files.readString(directory.resolve(file)) + text);
  }
}

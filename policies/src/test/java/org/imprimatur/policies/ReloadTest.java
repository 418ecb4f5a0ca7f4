package org.imprimatur.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.TenantPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
  private final Path directory;

  ReloadTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void samples() throws IOException {
    Files.createDirectory(directory.resolve("tenants"));
    Files.createDirectory(directory.resolve("blocklists"));
    for (String file :
        List.of(
            "baseline.yaml",
            "tenants/acme.yaml",
            "tenants/campus.yaml",
            "blocklists/acme-brands.txt")) {
      Files.copy(Golden.MODULE.resolve(file), directory.resolve(file));
    }
  }

  @Test
  void aNewerVersionTakesOverAndOthersStayAsTheyAre() throws IOException {
    PolicyStore store = PolicyStore.openUnmeasured(directory);
    TenantPolicy acme = store.forTenant("acme").orElseThrow();
    TenantPolicy campus = store.forTenant("campus").orElseThrow();
    edit("tenants/acme.yaml", "serial: 1", "serial: 2");

    Reload reload = store.reload();

    assertThat(reload.changed()).containsOnlyKeys("acme");
    assertThat(store.serials()).containsEntry("acme", 2L);
    assertThat(acme.serial()).as("the pinned version").isEqualTo(1);
    assertThat(store.forTenant("campus").orElseThrow().digest()).isEqualTo(campus.digest());
  }

  @Test
  void aBadFileLeavesTheLastGoodVersionInForce() throws IOException {
    PolicyStore store = PolicyStore.openUnmeasured(directory);
    edit("tenants/acme.yaml", "limits:", "limts:");

    Reload reload = store.reload();

    assertThat(reload.refused()).containsOnlyKeys("acme");
    assertThat(store.forTenant("acme")).isPresent();
    assertThat(store.stale()).containsExactly("acme");
    assertThat(reload.notices())
        .extracting(JournalEntry.Notice::kind)
        .containsExactly("policy_refused", "policy_stale");
  }

  @Test
  void aBadBaselineLeavesEverythingAsItWas() throws IOException {
    PolicyStore store = PolicyStore.openUnmeasured(directory);
    edit("baseline.yaml", "limits:", "limts:");
    edit("tenants/acme.yaml", "serial: 1", "serial: 2");

    Reload reload = store.reload();

    assertThat(reload.baseline()).isPresent();
    assertThat(store.serials()).containsEntry("acme", 1L);
    assertThat(store.stale()).containsExactly("acme", "campus");
  }

  @Test
  void aMendedFileIsTakenUpAgain() throws IOException {
    PolicyStore store = PolicyStore.openUnmeasured(directory);
    edit("tenants/acme.yaml", "limits:", "limts:");
    store.reload();
    edit("tenants/acme.yaml", "limts:", "limits:");

    Reload reload = store.reload();

    assertThat(reload.refused()).isEmpty();
    assertThat(store.stale()).isEmpty();
  }

  @Test
  void anOlderSerialIsRefused() throws IOException {
    edit("tenants/acme.yaml", "serial: 1", "serial: 5");
    PolicyStore store = PolicyStore.openUnmeasured(directory);
    edit("tenants/acme.yaml", "serial: 5", "serial: 4");

    store.reload();

    assertThat(store.serials()).containsEntry("acme", 5L);
    assertThat(store.refused().get("acme")).hasMessageContaining("serial 4 is older than 5");
  }

  @Test
  void changedContentUnderTheSameSerialIsRefused() throws IOException {
    PolicyStore store = PolicyStore.openUnmeasured(directory);
    edit("tenants/acme.yaml", "max-steps: 30", "max-steps: 40");

    store.reload();

    assertThat(store.refused().get("acme"))
        .hasMessageContaining("the content has changed, but the serial is still 1");
  }

  @Test
  void aPolicyWhoseFileHasGoneNoLongerJudgesAndCannotComeBackOlder() throws IOException {
    edit("tenants/acme.yaml", "serial: 1", "serial: 5");
    PolicyStore store = PolicyStore.openUnmeasured(directory);
    Files.delete(directory.resolve("tenants/acme.yaml"));

    assertThat(store.reload().removed()).containsExactly("acme");
    assertThat(store.forTenant("acme")).isEmpty();

    Files.copy(Golden.MODULE.resolve("tenants/acme.yaml"), directory.resolve("tenants/acme.yaml"));
    assertThat(store.reload().refused()).containsOnlyKeys("acme");
  }

  @Test
  void aNewBaselineReachesEveryTenant() throws IOException {
    PolicyStore store = PolicyStore.openUnmeasured(directory);
    edit("baseline.yaml", "serial: 2", "serial: 3");

    assertThat(store.reload().changed()).containsOnlyKeys("acme", "campus");
  }

  @Test
  void theWatchTakesUpAChangeOnceItHasSettled() throws Exception {
    PolicyStore store = PolicyStore.openUnmeasured(directory);
    BlockingQueue<Reload> heard = new LinkedBlockingQueue<>();
    ScheduledExecutorService threads = Executors.newSingleThreadScheduledExecutor();
    try (PolicyWatch watch = new PolicyWatch(directory, store, threads, heard::add)) {
      edit("tenants/acme.yaml", "serial: 1", "serial: 2");

      Reload reload = heard.poll(30, TimeUnit.SECONDS);

      assertThat(reload).isNotNull();
      assertThat(store.serials()).containsEntry("acme", 2L);
      assertThat(watch).isNotNull();
    } finally {
      threads.shutdownNow();
    }
  }

  private void edit(String file, String from, String to) throws IOException {
    Path path = directory.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }
}

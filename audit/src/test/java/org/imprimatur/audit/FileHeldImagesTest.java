package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.SignedImage;
import org.imprimatur.api.Size;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileHeldImagesTest {
  @TempDir Path directory = Path.of("");

  @Test
  void aHeldImageIsFoundUnderItsOwnTenantAlone() {
    FileHeldImages held = new FileHeldImages(directory);

    held.keep(Fixtures.ticket(FakePolicy.usual(), "r1"), image("image/png"));

    assertThat(held.find("acme", "r1")).contains(image("image/png").file());
    assertThat(held.find("other", "r1")).isEmpty();
    assertThat(held.find("acme", "r2")).isEmpty();
    assertThat(held.find("..", "../r1")).isEmpty();
    held.remove("acme", "r1");
    assertThat(held.find("acme", "r1")).isEmpty();
  }

  @Test
  void imagesThatTheJournalNeverSaidWereHeldAreRemovedOnceTheyAreOld() {
    FileHeldImages held = new FileHeldImages(directory);
    for (String request : List.of("r1", "r2")) {
      held.keep(Fixtures.ticket(FakePolicy.usual(), request), image("image/png"));
    }
    Set<FileHeldImages.Name> known = Set.of(new FileHeldImages.Name("acme", "r1"));

    held.removeOthers(known, Instant.now().minusSeconds(3_600));
    assertThat(held.find("acme", "r2")).as("young").isPresent();

    held.removeOthers(known, Instant.now().plusSeconds(3_600));
    assertThat(held.find("acme", "r2")).isEmpty();
    assertThat(held.find("acme", "r1")).isPresent();
    new FileHeldImages(directory.resolve("none")).removeOthers(known, Instant.now());
  }

  @Test
  void aHeldImageIsReadableByItsOwnerAlone() throws Exception {
    new FileHeldImages(directory)
        .keep(Fixtures.ticket(FakePolicy.usual(), "r1"), image("image/jpeg"));

    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.get(0))))
        .isEqualTo("rw-------");
  }

  @Test
  void anImageOfAnUnknownTypeIsNotKeptSilently() {
    assertThatThrownBy(
            () ->
                new FileHeldImages(directory)
                    .keep(Fixtures.ticket(FakePolicy.usual(), "r1"), image("image/x-unknown")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SignedImage image(String mediaType) {
    EncodedImage file = new EncodedImage(mediaType, Bytes.of(new byte[] {1, 2, 3}));
    return new SignedImage(
        Fixtures.classified(Fixtures.picture(new Size(4, 4), 1)),
        file,
        "manifest",
        Sha256.ofText("manifest"));
  }
}

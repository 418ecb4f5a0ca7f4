package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.imprimatur.audit.JournalVerifier.Signatures;
import org.imprimatur.audit.note.NoteKey;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.jspecify.annotations.Nullable;

/** Whatever is changed in a finished log, its verification fails. */
final class TamperTest {
  private static @Nullable Path directory;

  @BeforeContainer
  static void writeLog() throws Exception {
    directory = Files.createTempDirectory("tamper");
    JournalSettings settings =
        JournalSettings.of(home(), "example.org/audit", Clock.systemUTC()).withSegmentBytes(5_000);
    try (SegmentJournal journal = SegmentJournal.open(settings)) {
      for (int i = 0; i < 6; i++) {
        Lives.append(journal, Lives.accepted("r" + i));
        Lives.append(journal, Lives.released("r" + i));
      }
    }
  }

  @AfterContainer
  static void removeLog() throws IOException {
    try (Stream<Path> files = Files.walk(home())) {
      files.sorted(Comparator.reverseOrder()).forEach(TamperTest::delete);
    }
  }

  @Property(tries = 200)
  void aChangedByteBreaksTheLog(
      @ForAll @IntRange(max = 1_000_000) int at, @ForAll @IntRange(min = 1, max = 255) int change)
      throws IOException {
    List<SegmentDirectory.Segment> segments = new SegmentDirectory(home()).segments();
    Path file = segments.get(at % segments.size()).file();
    byte[] original = Files.readAllBytes(file);
    byte[] changed = original.clone();
    changed[new Random(at).nextInt(changed.length)] ^= (byte) change;

    assertThat(verifyWith(file, original, changed).isIntact()).isFalse();
  }

  @Property(tries = 50)
  void aShorterFileBreaksTheLogUnlessItEndsAtACheckpoint(
      @ForAll @IntRange(min = 1, max = 600) int cut) throws IOException {
    List<SegmentDirectory.Segment> segments = new SegmentDirectory(home()).segments();
    Path file = segments.get(0).file();
    byte[] original = Files.readAllBytes(file);

    byte[] shorter = Arrays.copyOf(original, original.length - cut);

    assertThat(verifyWith(file, original, shorter).isIntact()).isFalse();
  }

  @Property(tries = 100)
  void aChangedEntryIsFoundAlsoWhereOnlyTheLastSignaturesAreChecked(
      @ForAll @IntRange(max = 1_000_000) int at) throws IOException {
    List<SegmentDirectory.Segment> segments = new SegmentDirectory(home()).segments();
    Path file = segments.get(at % segments.size()).file();
    byte[] original = Files.readAllBytes(file);
    byte[] changed = original.clone();
    changed[new Random(at).nextInt(changed.length)] ^= 1;
    NoteVerifierKey key = LogKeys.verifier(new SegmentDirectory(home()));

    assertThat(JournalVerifier.verify(home(), key, Signatures.LAST_OF_SEGMENT).isIntact()).isTrue();
    try {
      Files.write(file, changed);
      assertThat(JournalVerifier.verify(home(), key, Signatures.LAST_OF_SEGMENT).isIntact())
          .isFalse();
    } finally {
      Files.write(file, original);
    }
  }

  @Property(tries = 1)
  void aForgedKeyIsFoundAlsoWhereOnlyTheLastSignaturesAreChecked() {
    NoteVerifierKey other = NoteKey.generate("example.org/audit", new SecureRandom()).verifier();

    assertThat(JournalVerifier.verify(home(), other, Signatures.LAST_OF_SEGMENT).isIntact())
        .isFalse();
  }

  @Property(tries = 1)
  void anUntouchedLogIsIntact() {
    VerificationReport report = JournalVerifier.verify(home());

    assertThat(report.problems()).isEmpty();
    assertThat(report.entries()).isEqualTo(12);
    assertThat(report.checkpoints()).isEqualTo(12);
  }

  @Property(tries = 1)
  void aLogIsNotBelievedUnderAnotherKey() {
    NoteVerifierKey other = NoteKey.generate("example.org/audit", new SecureRandom()).verifier();

    assertThat(JournalVerifier.verify(home(), other).isIntact()).isFalse();
  }

  private static VerificationReport verifyWith(Path file, byte[] original, byte[] changed)
      throws IOException {
    try {
      Files.write(file, changed);
      return JournalVerifier.verify(home());
    } finally {
      Files.write(file, original);
    }
  }

  private static Path home() {
    return Objects.requireNonNull(directory);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

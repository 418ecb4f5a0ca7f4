package org.imprimatur.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.note.NoteVerifierKey.BrokenNote;
import org.junit.jupiter.api.Test;

final class NoteKeyTest {
  /** The example in the documentation of Go's package sumdb/note. */
  private static final String SECRET =
      "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

  private static final String PUBLIC =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String TEXT =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.
      """;
  private static final String NOTE =
      TEXT
          + "\n"
          + "\u2014 PeterNeumann"
          + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

  @Test
  void aNoteIsSignedAsGoSignsIt() {
    assertThat(NoteKey.parse(SECRET).sign(TEXT)).isEqualTo(NOTE);
    assertThat(NoteKey.parse(SECRET).verifier().text()).isEqualTo(PUBLIC);
    assertThat(NoteKey.parse(SECRET).secretText()).isEqualTo(SECRET);
  }

  @Test
  void aNoteThatGoSignedIsBelieved() {
    assertThat(NoteVerifierKey.parse(PUBLIC).verified(NOTE)).isEqualTo(TEXT);
  }

  @Test
  void aChangedNoteIsNotBelieved() {
    NoteVerifierKey key = NoteVerifierKey.parse(PUBLIC);
    for (String broken :
        new String[] {
          NOTE.replace("answer", "Answer"),
          NOTE.replace("JnAM=", "JnAN="),
          NOTE.replace("x08go", "x08gp"),
          NOTE.replace("\n\n", "\n"),
          TEXT,
          ""
        }) {
      assertThatThrownBy(() -> key.verified(broken)).isInstanceOf(BrokenNote.class);
    }
  }

  @Test
  void aNoteOfAnotherKeyOfTheSameNameIsNotBelieved() {
    NoteKey other = NoteKey.generate("PeterNeumann", new SecureRandom());

    assertThatThrownBy(() -> NoteVerifierKey.parse(PUBLIC).verified(other.sign(TEXT)))
        .isInstanceOf(BrokenNote.class)
        .hasMessageContaining("PeterNeumann+c74f20a3");
  }

  @Test
  void aKeyShowsItsNameAlone() {
    assertThat(NoteKey.parse(SECRET).toString()).isEqualTo("NoteKey[PeterNeumann]");
    assertThatThrownBy(() -> NoteKey.parse(SECRET.replace("c74f20a3", "c74f20a4")))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("AYEK");
  }

  @Test
  void aCheckpointIsReadInItsCanonicalFormAlone() {
    Checkpoint checkpoint = new Checkpoint("example.org/log", 7, Sha256.ofText("root"));

    assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
    for (String odd :
        new String[] {
          checkpoint.text().replace("\n7\n", "\n07\n"),
          checkpoint.text().replace("\n7\n", "\n+7\n"),
          checkpoint.text() + "more\n",
          checkpoint.text().strip()
        }) {
      assertThatThrownBy(() -> Checkpoint.parse(odd)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}

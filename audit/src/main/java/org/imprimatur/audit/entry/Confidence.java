package org.imprimatur.audit.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.audit.content.ContentOwner;
import org.imprimatur.audit.content.ContentVault;

/** What a person wrote, on its way to be encrypted. Its text form shows the length alone. */
public record Confidence(ContentOwner owner, Bytes plain, String context) {
  /**
   * Decrypts what stands beside an entry.
   *
   * @return JSON with the members prompt and negativePrompt; empty if the key has been destroyed
   */
  public static Optional<String> open(ContentVault vault, AuditEntry entry, Bytes sealed)
      throws IOException {
    ContentOwner owner =
        new ContentOwner(
            entry.stamp().tenant(),
            entry.fact("subject").orElse(""),
            YearMonth.from(entry.time().atZone(ZoneOffset.UTC)));
    return vault
        .open(owner, sealed, context(entry.stamp()))
        .map(plain -> new String(plain.toByteArray(), StandardCharsets.UTF_8));
  }

  /** Binds a ciphertext to its request. */
  static String context(Stamp stamp) {
    return stamp.tenant() + "\n" + stamp.requestId() + "\nprompt";
  }
}

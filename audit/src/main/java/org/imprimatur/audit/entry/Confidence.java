package org.imprimatur.audit.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.audit.content.Bonds;
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
    return vault
        .open(owner(entry), sealed, context(entry.stamp()))
        .map(plain -> new String(plain.toByteArray(), StandardCharsets.UTF_8));
  }

  /**
   * Whether an entry has to stay: its person is under a legal hold, or its content can still be
   * read.
   */
  public static boolean isBound(Bonds bonds, AuditEntry entry) {
    String tenant = entry.stamp().tenant();
    String subject = subject(entry);
    return bonds.isHeld(tenant, subject)
        || (entry.fact(Draft.LINK + "." + Draft.CONTENT).isPresent()
            && bonds.isReadable(tenant, owner(entry).month(), subject));
  }

  /** The person whom an entry is about, also where it is a notice. */
  private static String subject(AuditEntry entry) {
    return entry.fact("subject").or(() -> entry.fact("facts.subject")).orElse("");
  }

  private static ContentOwner owner(AuditEntry entry) {
    return new ContentOwner(
        entry.stamp().tenant(),
        entry.fact("subject").orElse(""),
        YearMonth.from(entry.time().atZone(ZoneOffset.UTC)));
  }

  /** Binds a ciphertext to its request. */
  static String context(Stamp stamp) {
    return stamp.tenant() + "\n" + stamp.requestId() + "\nprompt";
  }
}

package org.imprimatur.audit;

import java.io.IOException;
import java.time.YearMonth;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.content.ContentVault;

/**
 * Erases what people wrote, holds it for the law, and says so in the journal: the order before it
 * is carried out, and the outcome after. Who may order it is decided elsewhere. Thread-safe.
 */
public final class Erasure {
  /**
   * Whose content, and on whose word.
   *
   * @param subject the person's pseudonym in the log
   * @param orderedBy whoever ordered it, for instance two names of the office for data protection
   * @param reason for instance the number of the request
   */
  public record Order(String tenant, String subject, String orderedBy, String reason) {}

  private final AuditJournal journal;
  private final ContentVault vault;

  public Erasure(AuditJournal journal, ContentVault vault) {
    this.journal = journal;
    this.vault = vault;
  }

  /**
   * Destroys the keys to all content of a person.
   *
   * @return the receipt of the outcome
   * @throws ContentVault.LegalHold if the content is under a legal hold; nothing is destroyed
   */
  public Receipt erase(Order order) throws IOException {
    say("erasure_ordered", order, "");
    try {
      int keys = vault.erase(order.tenant(), order.subject());
      return say("content_erased", order, keys + " keys destroyed");
    } catch (ContentVault.LegalHold hold) {
      say("erasure_refused", order, "legal hold");
      throw hold;
    }
  }

  /** Puts a person's content under a legal hold. */
  public Receipt hold(Order order) throws IOException {
    vault.hold(order.tenant(), order.subject());
    return say("legal_hold_set", order, "");
  }

  /** Lifts a legal hold. */
  public Receipt lift(Order order) throws IOException {
    vault.lift(order.tenant(), order.subject());
    return say("legal_hold_lifted", order, "");
  }

  /**
   * Destroys the keys of all months before {@code first}, but for people under a legal hold.
   *
   * @return how many keys were destroyed
   */
  public int expire(String tenant, YearMonth first) throws IOException {
    int keys = vault.expire(tenant, first);
    if (keys > 0) {
      say(
          "content_expired",
          tenant,
          Map.of("before", first.toString(), "outcome", keys + " keys destroyed"));
    }
    return keys;
  }

  private Receipt say(String kind, Order order, String outcome) {
    return say(
        kind,
        order.tenant(),
        Map.of(
            "subject", order.subject(),
            "orderedBy", order.orderedBy(),
            "reason", order.reason(),
            "outcome", outcome));
  }

  private Receipt say(String kind, String tenant, Map<String, String> facts) {
    try {
      return journal
          .append(new JournalEntry.Notice(kind, tenant, facts))
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof JournalUnavailable unavailable ? unavailable : e;
    }
  }
}

package org.imprimatur.audit.content;

import java.time.YearMonth;
import java.util.HashSet;
import java.util.Set;
import org.imprimatur.api.Sha256;

/**
 * Why entries of the log have to stay, as a vault knew it at one moment: people under a legal hold,
 * and months of a person whose content can be read. Tenants stand here by their digests.
 *
 * @param held {@code TENANT/SUBJECT}
 * @param readable {@code TENANT/MONTH/SUBJECT}
 */
public record Bonds(Set<String> held, Set<String> readable) {
  public Bonds {
    held = Set.copyOf(held);
    readable = Set.copyOf(readable);
  }

  /** Whether a person is under a legal hold. */
  public boolean isHeld(String tenant, String subject) {
    return held.contains(Sha256.ofText(tenant).hex() + "/" + subject);
  }

  /** Whether what a person wrote in a month can be read. */
  public boolean isReadable(String tenant, YearMonth month, String subject) {
    return readable.contains(Sha256.ofText(tenant).hex() + "/" + month + "/" + subject);
  }

  /** Gathers bonds. Not thread-safe. */
  public static final class Gathering {
    private final Set<String> held = new HashSet<>();
    private final Set<String> readable = new HashSet<>();

    /** Notes a legal hold. */
    public void hold(String tenantDigest, String subject) {
      held.add(tenantDigest + "/" + subject);
    }

    /** Notes a key. */
    public void key(String tenantDigest, String month, String subject) {
      readable.add(tenantDigest + "/" + month + "/" + subject);
    }

    public Bonds done() {
      return new Bonds(held, readable);
    }
  }
}

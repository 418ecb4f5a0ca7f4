package org.imprimatur.provenance;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.imprimatur.api.ConfigurationException;

/**
 * Several signing identities, of which the newest that is in force signs: a new certificate takes
 * over by itself on its first day, and an older one steps in where the new one ends early.
 * Thread-safe.
 */
public final class SigningIdentities implements Supplier<SigningIdentity> {
  private static final Duration SOON = Duration.ofDays(30);

  private final List<SigningIdentity> newestFirst;
  private final List<String> remarks;
  private final Clock clock;

  /**
   * Made of identities whose checks passed.
   *
   * @throws ConfigurationException if there is none
   */
  public SigningIdentities(List<SigningIdentity> identities, Clock clock) {
    this(identities, List.of(), clock);
  }

  private SigningIdentities(List<SigningIdentity> identities, List<String> remarks, Clock clock) {
    if (identities.isEmpty()) {
      throw new ConfigurationException(
          "there is no key to sign with; %s"
              .formatted(
                  remarks.isEmpty()
                      ? "import key and certificates together"
                      : String.join("; ", remarks)));
    }
    this.newestFirst =
        identities.stream()
            .sorted(Comparator.comparing(SigningIdentities::start).reversed())
            .toList();
    this.remarks = List.copyOf(remarks);
    this.clock = clock;
  }

  /**
   * All keys of a PKCS#12 file.
   *
   * @throws ConfigurationException if the file cannot be used or a key does not pass the checks
   */
  public static SigningIdentities pkcs12(Path file, char[] password, Clock clock) {
    try {
      return of(KeyStore.getInstance(file.toFile(), password), password, clock);
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigurationException(
          "%s: the key store cannot be opened (%s); check the path and the password"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * All keys of a PKCS#11 token; they never leave it.
   *
   * @param configuration the file that the SunPKCS11 provider takes: name, library, slot
   * @throws ConfigurationException if the token cannot be used or a key does not pass the checks
   */
  public static SigningIdentities pkcs11(Path configuration, char[] pin, Clock clock) {
    try {
      Provider template = Security.getProvider("SunPKCS11");
      if (template == null) {
        throw new ConfigurationException("this Java platform has no PKCS#11 provider");
      }
      Provider token = template.configure(configuration.toString());
      // Signatures look for the provider of a key among the installed ones.
      if (Security.getProvider(token.getName()) == null) {
        Security.addProvider(token);
      }
      KeyStore store = KeyStore.getInstance("PKCS11", token);
      store.load(null, pin);
      return of(store, pin, clock);
    } catch (GeneralSecurityException
        | IOException
        | InvalidParameterException
        | java.security.ProviderException e) {
      throw new ConfigurationException(
          "%s: the PKCS#11 token cannot be opened (%s); check library, slot and PIN"
              .formatted(configuration, e.getMessage()),
          e);
    }
  }

  /**
   * All keys of an open key store. A key whose certificate has expired is left out with a remark;
   * one whose certificate is yet to begin waits for its time.
   *
   * @throws ConfigurationException if a key does not pass the checks, or none is left
   */
  public static SigningIdentities of(KeyStore store, char[] password, Clock clock) {
    List<SigningIdentity> identities = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    try {
      for (String alias : Collections.list(store.aliases())) {
        if (!store.isKeyEntry(alias)
            || !(store.getCertificate(alias) instanceof X509Certificate leaf)) {
          continue;
        }
        Instant end = leaf.getNotAfter().toInstant();
        if (clock.instant().isAfter(end)) {
          remarks.add("the certificate '%s' expired at %s and is not used".formatted(alias, end));
          continue;
        }
        identities.add(SigningIdentity.keyStore(store, alias, password, whenInForce(leaf, clock)));
      }
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException("the key store cannot be read: " + e.getMessage(), e);
    }
    return new SigningIdentities(identities, remarks, clock);
  }

  private static Clock whenInForce(X509Certificate leaf, Clock clock) {
    Instant start = leaf.getNotBefore().toInstant();
    return clock.instant().isBefore(start) ? Clock.fixed(start, clock.getZone()) : clock;
  }

  /**
   * The identity that signs now.
   *
   * @throws SigningFailure if all certificates are expired or not yet valid
   */
  @Override
  public SigningIdentity get() {
    Instant now = clock.instant();
    return newestFirst.stream()
        .filter(identity -> !now.isBefore(start(identity)) && !now.isAfter(end(identity)))
        .findFirst()
        .orElseThrow(
            () ->
                new SigningFailure(
                    "no signing certificate is valid at %s; the last one ends at %s"
                        .formatted(now, lastEnd())));
  }

  /** What an operator should know, for instance that the last certificate ends soon. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(remarks);
    Instant last = lastEnd();
    if (clock.instant().plus(SOON).isAfter(last)) {
      warnings.add(
          "the last signing certificate ends at %s; add its successor before then".formatted(last));
    }
    return warnings;
  }

  private Instant lastEnd() {
    return newestFirst.stream()
        .map(SigningIdentities::end)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Instant start(SigningIdentity identity) {
    return identity.leaf().getNotBefore().toInstant();
  }

  private static Instant end(SigningIdentity identity) {
    return identity.leaf().getNotAfter().toInstant();
  }
}

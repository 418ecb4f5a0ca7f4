package org.imprimatur.gateway.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer publishes over HTTP.
 *
 * <p>A key that is known answers at once. Keys are read anew after five minutes, and when a token
 * names a key that is not known. Each reading that fails, or that does not bring the wanted key,
 * doubles the pause before the next one, from five seconds to one minute; within the pause the
 * answer is given from what is known. So a flood of made-up key ids costs the issuer one request
 * per pause. While the issuer cannot be read, known keys stay in use for one hour.
 */
final class JwksSource implements KeySource {
  private static final Logger LOG = LoggerFactory.getLogger(JwksSource.class);
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration USABLE = Duration.ofHours(1);
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(5);
  private static final Duration MOST_PAUSE = Duration.ofMinutes(1);

  private final TrustedIssuer issuer;
  private final JsonDocuments documents;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile State state = State.NOTHING;

  JwksSource(TrustedIssuer issuer, JsonDocuments documents, Clock clock) {
    this.issuer = issuer;
    this.documents = documents;
    this.clock = clock;
  }

  @Override
  public Lookup find(String kid) {
    State seen = state;
    Instant now = clock.instant();
    if (seen.has(kid, now, FRESH) || now.isBefore(seen.next())) {
      return seen.answer(kid, now);
    }
    return refreshed(seen, kid).answer(kid, now);
  }

  /** Reads once for all who wait; whoever can be served from {@code seen} does not wait. */
  private State refreshed(State seen, String kid) {
    if (seen.has(kid, clock.instant(), USABLE)) {
      if (!reading.tryLock()) {
        return seen;
      }
    } else {
      reading.lock();
    }
    try {
      if (state.next().equals(seen.next())) {
        state = read(seen, kid);
      }
      return state;
    } finally {
      reading.unlock();
    }
  }

  private State read(State before, String kid) {
    try {
      Map<String, VerificationKey> keys = JsonWebKeys.read(documents.read(keySet()));
      Instant now = clock.instant();
      int misses = keys.containsKey(kid) ? 0 : before.misses() + 1;
      return new State(keys, Optional.of(now), true, misses, now.plus(pause(misses)));
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("issuer", issuer.issuer())
          .addKeyValue("problem", e.getMessage())
          .log("the keys of the issuer could not be read");
      int misses = before.misses() + 1;
      Instant next = clock.instant().plus(pause(misses));
      return new State(before.keys(), before.read(), false, misses, next);
    }
  }

  private URI keySet() throws IOException {
    if (issuer.keys() instanceof KeyLocation.At at) {
      return at.keySet();
    }
    String base = issuer.issuer().toString().replaceFirst("/$", "");
    JsonNode found = documents.read(URI.create(base + "/.well-known/openid-configuration"));
    if (!found.path("issuer").asText("").equals(issuer.issuer().toString())) {
      throw new IOException(
          "the discovery document names the issuer '" + found.path("issuer").asText("") + "'");
    }
    URI keySet = url(found.path("jwks_uri").asText(""));
    Optional<String> complaint = SafeUrl.complaint(keySet);
    if (complaint.isPresent()) {
      throw new IOException("jwks_uri '" + keySet + "' " + complaint.get());
    }
    return keySet;
  }

  private static URI url(String text) throws IOException {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("jwks_uri '" + text + "' is not a URL", e);
    }
  }

  private static Duration pause(int misses) {
    Duration pause = LEAST_PAUSE.multipliedBy(1L << Math.min(misses, 10));
    return pause.compareTo(MOST_PAUSE) < 0 ? pause : MOST_PAUSE;
  }

  /**
   * What is known.
   *
   * @param read when {@code keys} were read
   * @param reachable whether the last attempt succeeded
   * @param misses attempts in a row that did not bring the wanted key
   * @param next the earliest time of the next attempt
   */
  private record State(
      Map<String, VerificationKey> keys,
      Optional<Instant> read,
      boolean reachable,
      int misses,
      Instant next) {
    static final State NOTHING = new State(Map.of(), Optional.empty(), false, 0, Instant.MIN);

    boolean has(String kid, Instant now, Duration age) {
      return keys.containsKey(kid) && read.filter(at -> now.isBefore(at.plus(age))).isPresent();
    }

    Lookup answer(String kid, Instant now) {
      VerificationKey key = keys.get(kid);
      if (key != null && has(kid, now, USABLE)) {
        return new Found(key);
      }
      return reachable ? new Unknown() : new Unavailable();
    }
  }
}

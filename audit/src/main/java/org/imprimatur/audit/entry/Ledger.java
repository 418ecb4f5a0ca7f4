package org.imprimatur.audit.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.imprimatur.api.Sha256;

/**
 * What the log has to know about its past in order to go on: each tenant's last entry, and the
 * requests that were accepted and have no end. Not thread-safe.
 */
public final class Ledger {
  /**
   * A request without an end.
   *
   * @param acceptedAt the index of its acceptance in the log
   */
  public record Unfinished(String tenant, String requestId, long acceptedAt) {}

  private record Key(String tenant, String requestId) {}

  private final Map<String, Link> next;
  private final Map<Key, Unfinished> unfinished;

  private Ledger(Map<String, Link> next, Map<Key, Unfinished> unfinished) {
    this.next = next;
    this.unfinished = unfinished;
  }

  public static Ledger empty() {
    return new Ledger(new TreeMap<>(), new LinkedHashMap<>());
  }

  /** What is known of some tenants and some requests. */
  public static Ledger of(Map<String, Link> next, Collection<Unfinished> unfinished) {
    Ledger ledger = empty();
    ledger.next.putAll(next);
    for (Unfinished request : unfinished) {
      ledger.unfinished.put(new Key(request.tenant(), request.requestId()), request);
    }
    return ledger;
  }

  public Ledger copy() {
    return new Ledger(new TreeMap<>(next), new LinkedHashMap<>(unfinished));
  }

  /** The link that the next entry of {@code tenant} carries. */
  public Link next(String tenant) {
    return next.getOrDefault(tenant, Link.FIRST);
  }

  /** Why an entry cannot follow; empty if it can. */
  public Optional<String> objection(Stamp stamp) {
    if (stamp.isNotice()) {
      return Optional.empty();
    }
    boolean isOpen = unfinished.containsKey(new Key(stamp.tenant(), stamp.requestId()));
    if (stamp.isAcceptance() && isOpen) {
      return Optional.of(
          "the request %s is accepted a second time before its end".formatted(stamp.requestId()));
    }
    if (!stamp.isAcceptance() && !isOpen) {
      return Optional.of(
          "the request %s ends as %s, but it is not open: it was never accepted or has ended"
              .formatted(stamp.requestId(), stamp.event()));
    }
    return Optional.empty();
  }

  /** Takes note of the entry at {@code index}. */
  public void record(Stamp stamp, long index, Sha256 leafHash) {
    next.put(stamp.tenant(), new Link(next(stamp.tenant()).seq() + 1, leafHash.hex()));
    Key key = new Key(stamp.tenant(), stamp.requestId());
    if (stamp.isAcceptance()) {
      unfinished.put(key, new Unfinished(stamp.tenant(), stamp.requestId(), index));
    } else if (!stamp.isNotice()) {
      unfinished.remove(key);
    }
  }

  /** In the order of their acceptance. */
  public Collection<Unfinished> unfinished() {
    return List.copyOf(unfinished.values());
  }

  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode tenants = json.putObject("tenants");
    next.forEach(
        (tenant, link) ->
            tenants.putObject(tenant).put("previous", link.previous()).put("seq", link.seq()));
    ArrayNode open = json.putArray("unfinished");
    for (Unfinished request : unfinished.values()) {
      open.addObject()
          .put("tenant", request.tenant())
          .put("requestId", request.requestId())
          .put("acceptedAt", request.acceptedAt());
    }
    return json;
  }

  /** Reads what {@link #toJson} wrote. */
  public static Ledger fromJson(JsonNode json) {
    Ledger ledger = empty();
    for (Map.Entry<String, JsonNode> tenant : json.path("tenants").properties()) {
      JsonNode link = tenant.getValue();
      ledger.next.put(
          tenant.getKey(), new Link(link.path("seq").longValue(), link.path("previous").asText()));
    }
    for (JsonNode open : json.path("unfinished")) {
      Unfinished request =
          new Unfinished(
              open.path("tenant").asText(),
              open.path("requestId").asText(),
              open.path("acceptedAt").longValue());
      ledger.unfinished.put(new Key(request.tenant(), request.requestId()), request);
    }
    return ledger;
  }
}

package org.imprimatur.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** {@code GET /health}: 200 while every part can do its work, else 503 with what is wrong. */
public final class HealthApi implements Processor {
  private final Map<String, Supplier<Optional<String>>> checks;

  /**
   * @param checks by name; each gives what is wrong, for operators and without secrets, or nothing
   */
  public HealthApi(Map<String, Supplier<Optional<String>>> checks) {
    this.checks = new TreeMap<>(checks);
  }

  @Override
  public void process(Exchange exchange) {
    ObjectNode body = Json.object();
    ObjectNode parts = Json.object();
    boolean up = true;
    for (Map.Entry<String, Supplier<Optional<String>>> check : checks.entrySet()) {
      Optional<String> problem = check.getValue().get();
      up &= problem.isEmpty();
      parts.put(check.getKey(), problem.orElse("UP"));
    }
    body.put("status", up ? "UP" : "DOWN");
    body.set("checks", parts);
    new HttpReply(up ? 200 : 503, Map.of(), body).writeTo(exchange);
  }
}

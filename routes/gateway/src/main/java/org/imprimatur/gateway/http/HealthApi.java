package org.imprimatur.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * {@code GET /health}: 200 while every part can do its work, else 503 with what is wrong; warnings
 * do not count.
 */
public final class HealthApi implements Processor {
  private final Map<String, Supplier<Optional<String>>> checks;
  private final Map<String, Supplier<Optional<String>>> warnings;

  /**
   * @param checks by name; each gives what is wrong, for operators and without secrets, or nothing
   * @param warnings likewise, of things whose failure refuses nobody
   */
  public HealthApi(
      Map<String, Supplier<Optional<String>>> checks,
      Map<String, Supplier<Optional<String>>> warnings) {
    this.checks = new TreeMap<>(checks);
    this.warnings = new TreeMap<>(warnings);
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
    ObjectNode concerns = body.putObject("warnings");
    warnings.forEach((name, warning) -> warning.get().ifPresent(it -> concerns.put(name, it)));
    new HttpReply(up ? 200 : 503, Map.of(), body).writeTo(exchange);
  }
}

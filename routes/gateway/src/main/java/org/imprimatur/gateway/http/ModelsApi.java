package org.imprimatur.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.imprimatur.api.spi.Capabilities;
import org.imprimatur.api.spi.ModelCatalog;
import org.imprimatur.gateway.auth.Authentication;
import org.imprimatur.gateway.auth.TokenAuthenticator;

/** {@code GET /v1/models} in the shape of OpenAI, with what each model can do. */
public final class ModelsApi implements Processor {
  private final TokenAuthenticator authenticator;
  private final ModelCatalog models;

  public ModelsApi(TokenAuthenticator authenticator, ModelCatalog models) {
    this.authenticator = authenticator;
    this.models = models;
  }

  @Override
  public void process(Exchange exchange) {
    String header = exchange.getMessage().getHeader("Authorization", String.class);
    Authentication authentication = authenticator.authenticate(header == null ? "" : header);
    HttpReply reply =
        authentication instanceof Authentication.Denied denied
            ? ErrorReply.of(denied)
            : HttpReply.ok(list());
    reply.writeTo(exchange);
  }

  private ObjectNode list() {
    ObjectNode body = Json.object();
    body.put("object", "list");
    ArrayNode data = body.putArray("data");
    models.list().forEach(model -> data.add(describe(model)));
    return body;
  }

  private static ObjectNode describe(Capabilities model) {
    ObjectNode json = Json.object();
    json.put("id", model.model());
    json.put("object", "model");
    json.put("created", 0);
    json.put("owned_by", "imprimatur");
    json.put("sha256", model.digest().hex());
    ArrayNode sizes = json.putArray("sizes");
    model.sizes().forEach(size -> sizes.add(size.toString()));
    ArrayNode understands = json.putArray("understands");
    model.understands().forEach(understands::add);
    return json;
  }
}

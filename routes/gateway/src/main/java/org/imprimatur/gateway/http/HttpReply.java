package org.imprimatur.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** A finished response: status, headers and a JSON body. */
record HttpReply(int status, Map<String, String> headers, JsonNode body) {
  HttpReply {
    headers = Map.copyOf(headers);
  }

  static HttpReply ok(JsonNode body) {
    return new HttpReply(200, Map.of(), body);
  }

  HttpReply withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpReply(status, more, body);
  }

  /** Puts the reply into the exchange; nothing of the request stays in it. */
  void writeTo(Exchange exchange) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader("Content-Type", "application/json");
    message.setHeader("Cache-Control", "no-store");
    message.setHeader("X-Content-Type-Options", "nosniff");
    headers.forEach(message::setHeader);
    message.setBody(Json.bytes(body));
  }
}

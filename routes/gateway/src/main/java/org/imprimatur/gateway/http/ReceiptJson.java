package org.imprimatur.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.imprimatur.api.Receipt;

/** A journal receipt as JSON, enough to verify it offline. */
public final class ReceiptJson {
  private ReceiptJson() {}

  public static ObjectNode of(Receipt receipt) {
    ObjectNode json = Json.object();
    json.put("origin", receipt.origin());
    json.put("entry", receipt.index());
    json.put("leaf_hash", receipt.leafHash().hex());
    ArrayNode path = json.putArray("inclusion_path");
    receipt.path().forEach(hash -> path.add(hash.hex()));
    json.put("checkpoint", receipt.checkpoint());
    return json;
  }
}

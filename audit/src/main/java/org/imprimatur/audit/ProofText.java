package org.imprimatur.audit;

import java.util.Base64;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;

/** Receipts as text that other people's verifiers read (C2SP tlog-proof). */
public final class ProofText {
  private ProofText() {}

  public static String encode(Receipt receipt) {
    StringBuilder text = new StringBuilder("c2sp.org/tlog-proof@v1\n");
    text.append("index ").append(receipt.index()).append('\n');
    for (Sha256 hash : receipt.path()) {
      text.append(Base64.getEncoder().encodeToString(hash.toByteArray())).append('\n');
    }
    return text.append('\n').append(receipt.checkpoint()).toString();
  }
}

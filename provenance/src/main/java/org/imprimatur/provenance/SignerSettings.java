package org.imprimatur.provenance;

/**
 * What every manifest of a gateway says alike.
 *
 * @param product the name of the claim generator
 * @param version its version
 */
public record SignerSettings(String product, String version) {
  public static final SignerSettings IMPRIMATUR = new SignerSettings("Imprimatur", "0.1.0");
}

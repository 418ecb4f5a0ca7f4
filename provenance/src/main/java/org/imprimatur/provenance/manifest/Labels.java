package org.imprimatur.provenance.manifest;

/** Labels and addresses of boxes in a manifest store (C2PA 2.4 sections 8.1 and 11.1). */
public final class Labels {
  public static final String STORE = "c2pa";
  public static final String ASSERTIONS = "c2pa.assertions";
  public static final String CLAIM_V1 = "c2pa.claim";
  public static final String CLAIM_V2 = "c2pa.claim.v2";
  public static final String SIGNATURE = "c2pa.signature";
  public static final String ACTIONS = "c2pa.actions.v2";
  public static final String DATA_HASH = "c2pa.hash.data";
  public static final String INGREDIENT = "c2pa.ingredient.v3";
  public static final String AI_DISCLOSURE = "c2pa.ai-disclosure";
  public static final String TRAINING_MINING = "cawg.training-mining";
  public static final String SAFETY_RECEIPT = "org.imprimatur.safety-receipt";

  private static final String HERE = "self#jumbf=";

  private Labels() {}

  /** The address of a manifest within its store. */
  public static String manifestUri(String manifest) {
    return HERE + "/" + STORE + "/" + manifest;
  }

  public static String signatureUri(String manifest) {
    return manifestUri(manifest) + "/" + SIGNATURE;
  }

  public static String claimUri(String manifest, String claimLabel) {
    return manifestUri(manifest) + "/" + claimLabel;
  }

  public static String assertionUri(String manifest, String assertion) {
    return manifestUri(manifest) + "/" + ASSERTIONS + "/" + assertion;
  }

  /** The address of an assertion as its own manifest names it. */
  public static String ownAssertionUri(String assertion) {
    return HERE + ASSERTIONS + "/" + assertion;
  }
}

package org.imprimatur.provenance.jumbf;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The content types of JUMBF superboxes that C2PA uses, as 32 hexadecimal digits. */
public final class BoxType {
  public static final String STORE = fourLetters("c2pa");
  public static final String MANIFEST = fourLetters("c2ma");
  public static final String UPDATE_MANIFEST = fourLetters("c2um");
  public static final String COMPRESSED_MANIFEST = fourLetters("c2cm");
  public static final String ASSERTIONS = fourLetters("c2as");
  public static final String CLAIM = fourLetters("c2cl");
  public static final String SIGNATURE = fourLetters("c2cs");
  public static final String CREDENTIALS = fourLetters("c2vc");
  public static final String DATABOXES = fourLetters("c2db");
  public static final String CBOR = fourLetters("cbor");
  public static final String JSON = fourLetters("json");
  public static final String EMBEDDED_FILE = "40cb0c32bb8a489da70b2ad6f47f4369";

  private BoxType() {}

  private static String fourLetters(String code) {
    return HexFormat.of().formatHex(code.getBytes(StandardCharsets.US_ASCII))
        + "00110010800000aa00389b71";
  }
}

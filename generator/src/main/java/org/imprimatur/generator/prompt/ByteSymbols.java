package org.imprimatur.generator.prompt;

/**
 * A visible character for every byte, as byte-level encoders write them (GPT-2): printable Latin-1
 * stands for itself, the rest for the characters from U+0100 on, in order.
 */
final class ByteSymbols {
  private static final char[] SYMBOLS = symbols();

  private ByteSymbols() {}

  static char of(int value) {
    return SYMBOLS[value];
  }

  private static char[] symbols() {
    char[] symbols = new char[256];
    char next = 256;
    for (int value = 0; value < symbols.length; value++) {
      symbols[value] = isVisible(value) ? (char) value : next++;
    }
    return symbols;
  }

  private static boolean isVisible(int value) {
    return (value >= '!' && value <= '~') || (value >= 0xa1 && value <= 0xff && value != 0xad);
  }
}

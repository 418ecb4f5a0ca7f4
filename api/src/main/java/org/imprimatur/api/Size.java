package org.imprimatur.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Width and height of an image in pixels. */
public record Size(int width, int height) {
  /** No image is wider or higher than this, whatever a policy says. */
  public static final int MAX_SIDE = 16_384;

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,5})x([1-9][0-9]{0,5})");

  public Size {
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new InvalidRequest(
          "size", "each side lies between 1 and %d pixels".formatted(MAX_SIDE));
    }
  }

  /**
   * Reads {@code 512x768}.
   *
   * @throws InvalidRequest if the text has another form
   */
  public static Size parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidRequest("size", "expected WIDTHxHEIGHT in pixels, for instance 256x256");
    }
    return new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  public long pixels() {
    return (long) width * height;
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}

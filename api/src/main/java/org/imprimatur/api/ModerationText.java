package org.imprimatur.api;

import java.util.List;

/** The texts of a request that detectors look at, by field. Its text form shows lengths alone. */
public record ModerationText(List<Field> fields) {
  public ModerationText {
    fields = List.copyOf(fields);
  }

  public static ModerationText ofPrompt(String text) {
    return new ModerationText(List.of(new Field("prompt", text)));
  }

  /** One named text. */
  public record Field(String name, String text) {
    @Override
    public String toString() {
      return name + "[" + text.length() + " characters]";
    }
  }
}

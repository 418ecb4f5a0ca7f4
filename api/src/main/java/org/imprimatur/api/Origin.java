package org.imprimatur.api;

/** What a finding is about. */
public enum Origin {
  /** Any text of the request. */
  PROMPT,
  /** An image that came with the request. */
  INPUT_IMAGE,
  /** An unfinished image during generation. */
  PREVIEW,
  /** The finished image. */
  OUTPUT
}

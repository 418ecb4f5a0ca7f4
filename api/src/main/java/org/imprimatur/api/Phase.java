package org.imprimatur.api;

/** When a policy is asked. */
public enum Phase {
  /** At the door: who asks for how much. */
  REQUEST,
  /** After the texts were looked at. */
  PROMPT,
  /** After the picture was looked at; the findings of the text count too. */
  OUTPUT
}

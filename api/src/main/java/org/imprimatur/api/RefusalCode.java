package org.imprimatur.api;

import java.util.Locale;

/** The stable codes of refusals. A code never changes its meaning; callers may switch on it. */
public enum RefusalCode {
  /** The request itself is malformed. */
  INVALID_REQUEST,
  /** The caller lacks a role that the policy demands. */
  NOT_PERMITTED,
  /** Size, steps, count or length is beyond what the policy allows. */
  LIMIT_EXCEEDED,
  /** No such model, or the policy does not allow it. */
  MODEL_NOT_AVAILABLE,
  /** The content of the prompt or the image is not allowed. */
  MODERATION_BLOCKED,
  /** A check that the policy requires could not be made. */
  CHECK_UNAVAILABLE,
  /** The caller or tenant asks too often. */
  RATE_LIMITED,
  /** The generator's queue is full. */
  QUEUE_FULL,
  /** The deadline of the request passed. */
  DEADLINE_EXCEEDED,
  /** The caller went away or cancelled. */
  CANCELLED,
  /** The generator failed or drew nothing usable. */
  GENERATION_FAILED,
  /** The image could not be signed. */
  SIGNING_FAILED,
  /** The journal could not make the decision durable. */
  AUDIT_UNAVAILABLE,
  /** The tenant has no policy that can be used. */
  POLICY_UNAVAILABLE,
  /** A step that the policy requires is missing from the trail. */
  INCOMPLETE_TRAIL,
  /** A bug; the text carries an incident id. */
  INTERNAL;

  /** The code as callers see it, for instance {@code moderation_blocked}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package org.imprimatur.api;

/** Whether others may train models on a picture or mine it. */
public enum TrainingUse {
  ALLOWED,
  NOT_ALLOWED
}

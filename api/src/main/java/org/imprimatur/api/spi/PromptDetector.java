package org.imprimatur.api.spi;

import org.imprimatur.api.ModerationText;

/** A detector of texts; its findings have the origin PROMPT. */
public interface PromptDetector extends Detector<ModerationText> {}

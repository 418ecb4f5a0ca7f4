package org.imprimatur.api;

import java.util.List;

/**
 * A picture as the generator drew it; nobody has looked at it yet.
 *
 * @param previews some of its unfinished states, where they are wanted
 */
public record GeneratedImage(
    ModeratedPrompt source, RasterImage image, GenerationFacts facts, List<Preview> previews) {
  public GeneratedImage {
    previews = List.copyOf(previews);
  }

  /** Without previews. */
  public GeneratedImage(ModeratedPrompt source, RasterImage image, GenerationFacts facts) {
    this(source, image, facts, List.of());
  }
}

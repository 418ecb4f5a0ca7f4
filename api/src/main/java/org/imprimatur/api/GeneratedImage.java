package org.imprimatur.api;

/** A picture as the generator drew it; nobody has looked at it yet. */
public record GeneratedImage(ModeratedPrompt source, RasterImage image, GenerationFacts facts) {}

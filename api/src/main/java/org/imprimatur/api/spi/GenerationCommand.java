package org.imprimatur.api.spi;

import java.time.Instant;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Size;

/**
 * What a generator is asked to draw.
 *
 * @param tenant the key by which a busy generator shares its time fairly
 */
public record GenerationCommand(
    Prompt prompt, Size size, Sampling sampling, Basis basis, String tenant, Instant deadline) {}

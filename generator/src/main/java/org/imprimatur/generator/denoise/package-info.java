/**
 * Prompts to what a denoiser is told, and the calls of the denoiser itself: start at {@link
 * org.imprimatur.generator.denoise.Denoiser}.
 */
@NullMarked
package org.imprimatur.generator.denoise;

import org.jspecify.annotations.NullMarked;

/**
 * The ways from noise to latents. A {@link org.imprimatur.generator.sampling.Sampler} makes an
 * immutable {@link org.imprimatur.generator.sampling.Plan}, which any number of requests walk, each
 * on a {@link org.imprimatur.generator.sampling.Path} of its own. One sampler, one self-contained
 * file; all of them are listed in {@link org.imprimatur.generator.sampling.Samplers}.
 */
@NullMarked
package org.imprimatur.generator.sampling;

import org.jspecify.annotations.NullMarked;

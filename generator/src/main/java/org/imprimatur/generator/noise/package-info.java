/** Reproducible noise: start at {@link org.imprimatur.generator.noise.NoiseStream}. */
@NullMarked
package org.imprimatur.generator.noise;

import org.jspecify.annotations.NullMarked;

/** Latents to pixels and back: start at {@link org.imprimatur.generator.decode.Decoder}. */
@NullMarked
package org.imprimatur.generator.decode;

import org.jspecify.annotations.NullMarked;

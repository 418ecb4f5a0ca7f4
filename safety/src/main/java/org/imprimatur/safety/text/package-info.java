/**
 * Readings of a text: what a person, or a model, may see in it besides its literal characters.
 * Start at {@link org.imprimatur.safety.text.Canonicaliser}.
 */
@NullMarked
package org.imprimatur.safety.text;

import org.jspecify.annotations.NullMarked;

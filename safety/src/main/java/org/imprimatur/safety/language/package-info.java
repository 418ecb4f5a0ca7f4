/** Says where a text is written in a language that nothing here moderates. */
@NullMarked
package org.imprimatur.safety.language;

import org.jspecify.annotations.NullMarked;

/**
 * The built-in text classifier, trained by {@code safety/training/text}, in plain Java. Start at
 * {@link org.imprimatur.safety.learned.LearnedDetector}.
 */
@NullMarked
package org.imprimatur.safety.learned;

import org.jspecify.annotations.NullMarked;

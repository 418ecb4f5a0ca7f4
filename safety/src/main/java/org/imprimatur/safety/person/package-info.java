/**
 * Finds named real people in texts. Start at {@link org.imprimatur.safety.person.PersonDetector}.
 */
@NullMarked
package org.imprimatur.safety.person;

import org.jspecify.annotations.NullMarked;

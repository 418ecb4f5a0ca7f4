/**
 * Detectors of texts and pictures: they measure and never decide. Start at {@link
 * org.imprimatur.safety.BuiltInDetectors} for texts and {@link org.imprimatur.safety.ImageGates}
 * for pictures.
 */
@NullMarked
package org.imprimatur.safety;

import org.jspecify.annotations.NullMarked;

/**
 * The vocabulary of the gate and the only way through it.
 *
 * <p>Start at {@link org.imprimatur.api.Passage}: a request on its way through the steps. Detectors
 * measure ({@link org.imprimatur.api.Finding}), policies judge ({@link
 * org.imprimatur.api.Verdict}), steps carry out ({@link org.imprimatur.api.Step}), the trail
 * remembers ({@link org.imprimatur.api.Trail}), the release asks the trail ({@link
 * org.imprimatur.api.Release}).
 */
@NullMarked
package org.imprimatur.api;

import org.jspecify.annotations.NullMarked;

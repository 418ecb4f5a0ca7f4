/**
 * What an extension implements: detectors, generators, signers, journals, policies. Each interface
 * lists its guarantees as numbered promises and has a contract test in the test jar of this module.
 */
@NullMarked
package org.imprimatur.api.spi;

import org.jspecify.annotations.NullMarked;

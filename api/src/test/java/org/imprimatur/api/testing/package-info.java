/** Hand-written fakes of the SPIs and the contract tests that every implementation extends. */
@NullMarked
package org.imprimatur.api.testing;

import org.jspecify.annotations.NullMarked;

/**
 * Validates manifest stores: C2PA 2.4 chapter 15. Start at {@link
 * org.imprimatur.provenance.validate.StoreCheck}.
 */
@NullMarked
package org.imprimatur.provenance.validate;

import org.jspecify.annotations.NullMarked;

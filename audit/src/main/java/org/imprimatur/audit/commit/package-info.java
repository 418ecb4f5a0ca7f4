/**
 * What all stores of the journal share: one thread that takes whatever has come as one batch, and
 * the batch itself. To write a store, start at {@link org.imprimatur.audit.commit.BatchStore}.
 */
@NullMarked
package org.imprimatur.audit.commit;

import org.jspecify.annotations.NullMarked;

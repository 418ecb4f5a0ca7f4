/**
 * Finds entries of the journal by what they say. The index lies beside the log, is behind it by
 * design, and can be thrown away. Start at {@link org.imprimatur.audit.search.SearchIndex}.
 */
@NullMarked
package org.imprimatur.audit.search;

import org.jspecify.annotations.NullMarked;

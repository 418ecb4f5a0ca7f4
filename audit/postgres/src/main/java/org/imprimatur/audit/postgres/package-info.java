/**
 * The journal in PostgreSQL: the same entries, tree and checkpoints as in files, written by any
 * number of gateways. Start at {@link org.imprimatur.audit.postgres.PostgresJournal}.
 */
@NullMarked
package org.imprimatur.audit.postgres;

import org.jspecify.annotations.NullMarked;

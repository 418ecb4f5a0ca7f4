/**
 * What stands in a leaf of the log: canonical JSON, written and read. Start at {@link
 * org.imprimatur.audit.entry.AuditEntry}.
 */
@NullMarked
package org.imprimatur.audit.entry;

import org.jspecify.annotations.NullMarked;

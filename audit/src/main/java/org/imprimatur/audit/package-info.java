/**
 * The journal that cannot forget: entries in a Merkle tree, durable and under a signed checkpoint
 * before they are acknowledged. Start at {@link org.imprimatur.audit.SegmentJournal} for writing
 * and at {@link org.imprimatur.audit.JournalVerifier} for checking.
 */
@NullMarked
package org.imprimatur.audit;

import org.jspecify.annotations.NullMarked;

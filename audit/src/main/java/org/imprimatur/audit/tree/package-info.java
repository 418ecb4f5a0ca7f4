/**
 * The Merkle tree of RFC 6962 section 2.1: hashes, proofs, and the compact form that a log carries
 * on. Start at {@link org.imprimatur.audit.tree.PartialTree}.
 */
@NullMarked
package org.imprimatur.audit.tree;

import org.jspecify.annotations.NullMarked;

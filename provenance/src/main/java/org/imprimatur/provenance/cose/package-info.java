/**
 * COSE_Sign1 (RFC 9052) with a detached payload, as C2PA signs its claims. Start at {@link
 * org.imprimatur.provenance.cose.CoseSign1}.
 */
@NullMarked
package org.imprimatur.provenance.cose;

import org.jspecify.annotations.NullMarked;

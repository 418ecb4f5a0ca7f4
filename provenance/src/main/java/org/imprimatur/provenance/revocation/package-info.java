/**
 * Whether a signer's certificate was revoked: answers of its authority (OCSP, RFC 6960) that travel
 * with the signature. Start at {@link org.imprimatur.provenance.revocation.OcspStapler} to get them
 * and at {@link org.imprimatur.provenance.revocation.OcspCheck} to judge them.
 */
@NullMarked
package org.imprimatur.provenance.revocation;

import org.jspecify.annotations.NullMarked;

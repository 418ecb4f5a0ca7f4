/**
 * Content credentials (C2PA): a signer and a validator in pure Java, usable without the rest of the
 * gateway. Start at {@link org.imprimatur.provenance.SigningIdentity} for keys, at {@link
 * org.imprimatur.provenance.C2paSigner} to sign and at {@link
 * org.imprimatur.provenance.C2paValidator} to validate.
 */
@NullMarked
package org.imprimatur.provenance;

import org.jspecify.annotations.NullMarked;

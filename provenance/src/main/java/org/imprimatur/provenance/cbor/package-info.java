/**
 * CBOR (RFC 8949) as content credentials need it: a deterministic encoder and a decoder with
 * limits. Start at {@link org.imprimatur.provenance.cbor.CborValue}.
 */
@NullMarked
package org.imprimatur.provenance.cbor;

import org.jspecify.annotations.NullMarked;

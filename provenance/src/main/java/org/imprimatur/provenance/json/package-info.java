/**
 * Writes JSON (RFC 8259) from plain values. Start at {@link
 * org.imprimatur.provenance.json.JsonWriter}.
 */
@NullMarked
package org.imprimatur.provenance.json;

import org.jspecify.annotations.NullMarked;

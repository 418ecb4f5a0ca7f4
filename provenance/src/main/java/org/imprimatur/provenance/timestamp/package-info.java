/**
 * Time stamps of RFC 3161 over claim signatures. Start at {@link
 * org.imprimatur.provenance.timestamp.TimeStamper} to get them and at {@link
 * org.imprimatur.provenance.timestamp.TimeStampReader} to read them.
 */
@NullMarked
package org.imprimatur.provenance.timestamp;

import org.jspecify.annotations.NullMarked;

package org.imprimatur.provenance.manifest;

import org.imprimatur.provenance.cbor.CborValue;

/** One statement of a manifest. */
public record Assertion(String label, CborValue content) {}

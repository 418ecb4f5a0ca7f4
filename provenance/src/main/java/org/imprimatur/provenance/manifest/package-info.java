/**
 * Writes manifests: claim version 2 of C2PA 2.4. Start at {@link
 * org.imprimatur.provenance.manifest.ManifestDefinition} for what one says and at {@link
 * org.imprimatur.provenance.manifest.ManifestWriter} for how it is signed into a file.
 */
@NullMarked
package org.imprimatur.provenance.manifest;

import org.jspecify.annotations.NullMarked;

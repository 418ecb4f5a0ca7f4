/**
 * Where a manifest store lives within PNG, JPEG and WebP files. Start at {@link
 * org.imprimatur.provenance.formats.Container}.
 */
@NullMarked
package org.imprimatur.provenance.formats;

import org.jspecify.annotations.NullMarked;

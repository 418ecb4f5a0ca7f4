/**
 * JUMBF boxes (ISO 19566-5), the container of C2PA manifests. Start at {@link
 * org.imprimatur.provenance.jumbf.SuperBox} to read and at {@link
 * org.imprimatur.provenance.jumbf.BoxWriter} to write.
 */
@NullMarked
package org.imprimatur.provenance.jumbf;

import org.jspecify.annotations.NullMarked;

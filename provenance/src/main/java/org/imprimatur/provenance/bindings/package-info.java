/**
 * Java bindings for the official C2PA library ({@code libc2pa_c}, the C interface of c2pa-rs), over
 * JNA. Only its context-based functions are bound. The library is not part of this software: it is
 * found at run time on a configured path. Private keys stay in the JVM, and nothing is fetched from
 * a network. Start at {@link org.imprimatur.provenance.bindings.C2paLibrary}, or at {@link
 * org.imprimatur.provenance.bindings.NativeEngine} to use it in place of the Java engine.
 */
@NullMarked
package org.imprimatur.provenance.bindings;

import org.jspecify.annotations.NullMarked;

/**
 * Remembers whom a tenant protects. Start at {@link
 * org.imprimatur.safety.identity.ProtectedRegister}.
 */
@NullMarked
package org.imprimatur.safety.identity;

import org.jspecify.annotations.NullMarked;

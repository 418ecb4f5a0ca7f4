/**
 * Tests of authentication. Start at {@link org.imprimatur.gateway.auth.TokenAuthenticatorContract}:
 * what holds for every issuer; {@link org.imprimatur.gateway.auth.StubIssuer} is the fast one.
 */
@NullMarked
package org.imprimatur.gateway.auth;

import org.jspecify.annotations.NullMarked;

/**
 * Who asks: bearer tokens in the shape that Keycloak issues them, and nothing else.
 *
 * <p>Start at {@link org.imprimatur.gateway.auth.TokenAuthenticator}. It turns the value of an
 * {@code Authorization} header into an {@link org.imprimatur.gateway.auth.Authentication}. What it
 * trusts stands in {@link org.imprimatur.gateway.auth.AuthConfig}; the one exception is {@link
 * org.imprimatur.gateway.auth.DevelopmentIssuer}, which no configuration can name.
 */
@NullMarked
package org.imprimatur.gateway.auth;

import org.jspecify.annotations.NullMarked;

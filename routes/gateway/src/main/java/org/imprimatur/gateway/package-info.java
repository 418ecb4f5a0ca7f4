/**
 * The runnable gateway: HTTP edge, Keycloak authentication, command line. Start at {@link
 * org.imprimatur.gateway.Main}.
 */
@NullMarked
package org.imprimatur.gateway;

import org.jspecify.annotations.NullMarked;

/**
 * The gate as a Camel component: each step is an endpoint {@code imprimatur:<step>}, and the chain
 * is {@code routes/gate.camel.yaml}. Start at {@link org.imprimatur.routes.Gate}, which is the same
 * chain in plain Java.
 */
@NullMarked
package org.imprimatur.routes;

import org.jspecify.annotations.NullMarked;

/**
 * The HTTP edge in the shape of the OpenAI Images API. Start at {@link
 * org.imprimatur.gateway.http.ImagesApi}; the routes are in {@code http.camel.yaml}.
 */
@NullMarked
package org.imprimatur.gateway.http;

import org.jspecify.annotations.NullMarked;

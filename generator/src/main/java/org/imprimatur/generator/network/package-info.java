/**
 * Running graphs, whatever the runtime: start at {@link org.imprimatur.generator.network.Network}.
 */
@NullMarked
package org.imprimatur.generator.network;

import org.jspecify.annotations.NullMarked;

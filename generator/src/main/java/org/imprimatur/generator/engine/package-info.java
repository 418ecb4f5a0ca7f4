/**
 * Who draws next: one step of one picture is one unit of work, shared fairly among tenants. Start
 * at {@link org.imprimatur.generator.engine.StepEngine}. Knows nothing of models beyond {@link
 * org.imprimatur.generator.engine.Pipeline}.
 */
@NullMarked
package org.imprimatur.generator.engine;

import org.jspecify.annotations.NullMarked;

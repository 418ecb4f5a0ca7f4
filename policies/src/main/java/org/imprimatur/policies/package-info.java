/**
 * Tenant files turned into one immutable judge each. Start at {@link
 * org.imprimatur.policies.PolicyStore}, which reads a directory; {@link
 * org.imprimatur.policies.CompiledPolicy} is the judge.
 */
@NullMarked
package org.imprimatur.policies;

import org.jspecify.annotations.NullMarked;

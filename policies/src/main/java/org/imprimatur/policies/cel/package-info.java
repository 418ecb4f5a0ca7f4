/**
 * Conditions in CEL, the Common Expression Language (github.com/google/cel-spec). Start at {@link
 * org.imprimatur.policies.cel.Conditions}. The only package that knows the CEL library.
 */
@NullMarked
package org.imprimatur.policies.cel;

import org.jspecify.annotations.NullMarked;

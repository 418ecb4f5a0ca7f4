/**
 * The command line. Exit codes: 0 released or done, 1 error, 2 refused, 3 held for review. Start at
 * {@link org.imprimatur.gateway.cli.ImprimaturCommand}.
 */
@NullMarked
package org.imprimatur.gateway.cli;

import org.jspecify.annotations.NullMarked;

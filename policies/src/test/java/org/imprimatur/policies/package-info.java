/** Tests of the policies and their store. */
@NullMarked
package org.imprimatur.policies;

import org.jspecify.annotations.NullMarked;

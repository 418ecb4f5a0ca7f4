@NullMarked
package org.imprimatur.audit.entry;

import org.jspecify.annotations.NullMarked;

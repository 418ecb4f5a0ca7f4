@NullMarked
package org.imprimatur.audit.postgres;

import org.jspecify.annotations.NullMarked;

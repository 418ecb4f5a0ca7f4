@NullMarked
package org.imprimatur.audit.search;

import org.jspecify.annotations.NullMarked;

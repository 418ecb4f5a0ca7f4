@NullMarked
package org.imprimatur.audit.tree;

import org.jspecify.annotations.NullMarked;

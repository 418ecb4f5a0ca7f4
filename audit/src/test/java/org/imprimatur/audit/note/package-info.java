@NullMarked
package org.imprimatur.audit.note;

import org.jspecify.annotations.NullMarked;

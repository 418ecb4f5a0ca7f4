@NullMarked
package org.imprimatur.generator;

import org.jspecify.annotations.NullMarked;

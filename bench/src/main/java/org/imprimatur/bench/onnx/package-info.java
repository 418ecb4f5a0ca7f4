/** The bare floor that the generator is measured against. */
@NullMarked
package org.imprimatur.bench.onnx;

import org.jspecify.annotations.NullMarked;

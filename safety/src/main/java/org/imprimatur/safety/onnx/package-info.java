/** Runs gate packs on ONNX Runtime; the only package of this module that knows it. */
@NullMarked
package org.imprimatur.safety.onnx;

import org.jspecify.annotations.NullMarked;

/** Graphs on ONNX Runtime; no other package knows it. */
@NullMarked
package org.imprimatur.generator.onnx;

import org.jspecify.annotations.NullMarked;

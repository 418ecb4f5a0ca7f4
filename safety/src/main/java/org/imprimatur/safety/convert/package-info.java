/**
 * Makes ONNX files of models that are published in another form. Start at {@link
 * org.imprimatur.safety.convert.KerasLayers}.
 */
@NullMarked
package org.imprimatur.safety.convert;

import org.jspecify.annotations.NullMarked;

/**
 * Gate packs: an ONNX classifier of pictures with a manifest that says what its numbers mean, and
 * the pixels it wants. Start at {@link org.imprimatur.safety.gate.GatePack}; the model itself runs
 * in {@code org.imprimatur.safety.onnx}.
 */
@NullMarked
package org.imprimatur.safety.gate;

import org.jspecify.annotations.NullMarked;

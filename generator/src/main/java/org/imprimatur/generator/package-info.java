/**
 * Text-to-image inside the JVM: Stable Diffusion and its kin on ONNX Runtime. Start at {@link
 * org.imprimatur.generator.LocalModels}, the models that a gate can use, or at {@link
 * org.imprimatur.generator.DiffusionGenerator}, a single one.
 */
@NullMarked
package org.imprimatur.generator;

import org.jspecify.annotations.NullMarked;

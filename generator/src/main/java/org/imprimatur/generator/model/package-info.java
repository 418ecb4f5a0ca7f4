/**
 * What a model folder holds, read from its files alone: start at {@link
 * org.imprimatur.generator.model.ModelFolder}, then {@link
 * org.imprimatur.generator.model.ModelProfile}. Nothing here runs a model.
 */
@NullMarked
package org.imprimatur.generator.model;

import org.jspecify.annotations.NullMarked;

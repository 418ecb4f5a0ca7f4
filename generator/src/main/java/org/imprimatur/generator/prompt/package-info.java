/** Prompts to token ids: start at {@link org.imprimatur.generator.prompt.PromptTokenizer}. */
@NullMarked
package org.imprimatur.generator.prompt;

import org.jspecify.annotations.NullMarked;

/**
 * Word lists and the rules over them. Start at {@link org.imprimatur.safety.rules.RulesDetector};
 * the lists are resource files, one per language, in the format of {@link
 * org.imprimatur.safety.rules.LexiconParser}.
 */
@NullMarked
package org.imprimatur.safety.rules;

import org.jspecify.annotations.NullMarked;

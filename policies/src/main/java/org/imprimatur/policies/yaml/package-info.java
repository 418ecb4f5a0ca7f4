/**
 * The strict reading of YAML 1.2 (yaml.org/spec/1.2.2) with a place for every value. Start at
 * {@link org.imprimatur.policies.yaml.YamlReader}. The only package that knows the YAML library.
 */
@NullMarked
package org.imprimatur.policies.yaml;

import org.jspecify.annotations.NullMarked;

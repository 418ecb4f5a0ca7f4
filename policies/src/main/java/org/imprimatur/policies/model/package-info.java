/**
 * What a policy file can say. Start at {@link org.imprimatur.policies.model.Vocabulary}: the table
 * of all settings, each with its kind of value and the direction in which a tenant may move it. The
 * reader, the merge, the JSON Schema and the reference are all made from that table.
 */
@NullMarked
package org.imprimatur.policies.model;

import org.jspecify.annotations.NullMarked;

/**
 * What people wrote, kept beside the log under keys that can be destroyed. Start at {@link
 * org.imprimatur.audit.content.ContentVault}.
 */
@NullMarked
package org.imprimatur.audit.content;

import org.jspecify.annotations.NullMarked;

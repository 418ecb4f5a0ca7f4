/**
 * Who may sign: certificates, their profile and the way from them to an anchor. Start at {@link
 * org.imprimatur.provenance.trust.TrustAnchors}.
 */
@NullMarked
package org.imprimatur.provenance.trust;

import org.jspecify.annotations.NullMarked;

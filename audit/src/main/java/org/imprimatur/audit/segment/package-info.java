/**
 * Files of frames, written at the end alone: what the log looks like on disk. Start at {@link
 * org.imprimatur.audit.segment.SegmentDirectory}.
 */
@NullMarked
package org.imprimatur.audit.segment;

import org.jspecify.annotations.NullMarked;

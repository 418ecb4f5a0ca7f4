/**
 * Signed notes and checkpoints as C2SP publishes them (signed-note, tlog-checkpoint). Start at
 * {@link org.imprimatur.audit.note.NoteKey}.
 */
@NullMarked
package org.imprimatur.audit.note;

import org.jspecify.annotations.NullMarked;

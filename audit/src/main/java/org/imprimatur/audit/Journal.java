package org.imprimatur.audit;

import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.audit.note.NoteVerifierKey;

/** A journal as its operators see it. Thread-safe. */
public interface Journal extends AuditJournal {
  /** The published key that checks this log's checkpoints. */
  NoteVerifierKey verifierKey();

  /** The name of a person in this log, for instance to find or erase what is theirs. */
  String pseudonym(String tenant, String subject);

  /** Why the journal takes no entries at present, for health checks; empty if it does. */
  String ailment();
}

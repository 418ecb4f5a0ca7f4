package org.imprimatur.safety;

import java.util.List;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;

/** A detector that can tell what each reading and window of a text gave, not the highest alone. */
public interface Detailed {
  /** Every score above nothing of every reading and window, the highest first. */
  List<Finding> inDetail(ModerationText subject);
}

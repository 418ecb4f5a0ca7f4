package org.imprimatur.audit;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Like {@link ProcessDeathTest}, with two hundred kills. */
final class ProcessDeathIT {
  @TempDir Path directory = Path.of("");

  @Test
  void noAcknowledgedEntryIsLostByTwoHundredKills() throws Exception {
    ProcessDeathTest.assertNothingIsLost(directory, 200);
  }
}

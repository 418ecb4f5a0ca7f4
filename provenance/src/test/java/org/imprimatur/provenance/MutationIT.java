package org.imprimatur.provenance;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The long run of {@link MutationTest}. */
class MutationIT {
  /** The limit is for a validator that hangs on one of the files, not a measure of speed. */
  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void noneOfFiftyThousandBrokenFilesIsTrustedOrMakesTheValidatorThrow() {
    MutationTest.assertAllCaught(50_000, 1);
  }
}

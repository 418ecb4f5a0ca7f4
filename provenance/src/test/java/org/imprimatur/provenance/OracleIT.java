package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OracleIT {
  private static final String TRUSTED =
      "\"wasm\":{\"state\":\"Trusted\",\"failures\":[]},"
          + "\"node\":{\"state\":\"Trusted\",\"failures\":[]}}";

  @Test
  void bothOfficialValidatorsTrustWhatTheSignerWrites(@TempDir Path directory) throws IOException {
    Path keys = directory.resolve("keys");
    SigningIdentity identity = SigningIdentity.development(keys, Clock.systemUTC());
    List<Path> files = new ArrayList<>();
    for (int side : new int[] {1, 64, 301}) {
      Path file = directory.resolve("created-%d.png".formatted(side));
      Files.write(
          file, Samples.signed(identity, new Size(side, 64)).file().content().toByteArray());
      files.add(file);
    }

    List<String> verdicts = new Oracle().verdicts(keys.resolve("root.pem"), files);

    assertThat(verdicts)
        .hasSameSizeAs(files)
        .allSatisfy(line -> assertThat(line).endsWith(TRUSTED));
  }
}

package org.imprimatur.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.imprimatur.api.ConfigurationException;

/**
 * ONNX Runtime 1.29.0 kills the whole JVM while it loads on Linux when the command line of the
 * process is longer than about 4 KiB, as class paths easily are. This says so before it happens.
 */
final class CommandLength {
  private static final Path COMMAND = Path.of("/proc/self/cmdline");
  private static final int LONGEST = 4000;

  private CommandLength() {}

  static void check() {
    try {
      if (Files.isReadable(COMMAND) && Files.readAllBytes(COMMAND).length > LONGEST) {
        throw new ConfigurationException(
            "the command line of this process is longer than %d bytes, and ONNX Runtime would crash"
                    .formatted(LONGEST)
                + " the JVM; put the class path into CLASSPATH, an @file or a jar's manifest");
      }
    } catch (IOException e) {
      System.getLogger(CommandLength.class.getName())
          .log(System.Logger.Level.DEBUG, "the command line cannot be read", e);
    }
  }
}

package org.imprimatur.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@link WriterProcess} as its parent sees it. */
final class WriterRun {
  private static final Pattern RECEIPT = Pattern.compile("ack ([0-9]+) ([0-9a-f]{64})");

  private final Process process;

  private WriterRun(Process process) {
    this.process = process;
  }

  /**
   * @param tracer the words before the command, for a process under a tracer
   * @param lives how many lives each of its writers writes
   */
  static WriterRun start(List<String> tracer, Path directory, String run, int lives)
      throws IOException {
    List<String> command = new ArrayList<>(tracer);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(WriterProcess.class.getName(), directory.toString(), run));
    command.add(String.valueOf(lives));
    return new WriterRun(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** The leaf hashes of all receipts until the process ends. */
  Map<Long, String> receipts() throws IOException {
    return receiptsUntil(Integer.MAX_VALUE, () -> {});
  }

  /** The same, with {@code then} done after {@code count} lines. */
  Map<Long, String> receiptsUntil(int count, Runnable then) throws IOException {
    Map<Long, String> receipts = new TreeMap<>();
    try (BufferedReader reader = process.inputReader(UTF_8)) {
      String line = reader.readLine();
      for (int lines = 1; line != null; lines++) {
        Matcher receipt = RECEIPT.matcher(line); // the last line may be cut off
        if (receipt.matches()) {
          receipts.put(Long.parseLong(receipt.group(1)), receipt.group(2));
        }
        if (lines == count) {
          then.run();
        }
        line = reader.readLine();
      }
    } finally {
      kill();
    }
    return receipts;
  }

  /** Kills the process; what it has written into the pipe can still be read. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }
}

package org.imprimatur.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.note.NoteKey;
import org.imprimatur.policies.SignedList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprimatur policy sign}: signs a directory of policies. */
@Command(
    name = "sign",
    description =
        "Signs the files of a directory of policies. A gateway that finds policy-key.pub in its"
            + " home takes up signed policies alone.",
    mixinStandardHelpOptions = true)
final class PolicySignCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Parameters(paramLabel = "DIRECTORY", description = "With baseline.yaml and tenants/.")
  private Path directory = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      description = "The signing key; made, with FILE.pub beside it, where there is none.")
  private Path key = Path.of("");

  @Option(
      names = "--serial",
      required = true,
      description = "Grows with every signature; a gateway refuses a lower one.")
  private long serial;

  PolicySignCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    if (serial < 1) {
      throw new ConfigurationException("--serial begins at 1");
    }
    SignedList list = SignedList.of(directory, serial);
    try {
      NoteKey signer = Files.exists(key) ? NoteKey.parse(Files.readString(key)) : made();
      Path note = directory.resolve(SignedList.FILE);
      Files.writeString(note, signer.sign(list.text()));
      workplace
          .console()
          .result(
              "%s signs %d files under serial %d"
                  .formatted(signer.verifier().name(), list.files().size(), serial));
      return ExitCode.DONE;
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "the directory could not be signed: %s; check --key and who may write there"
              .formatted(e.getMessage()),
          e);
    }
  }

  private NoteKey made() throws IOException {
    NoteKey fresh = NoteKey.generate("imprimatur-policies", new SecureRandom());
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, fresh.secretText() + "\n", StandardOpenOption.TRUNCATE_EXISTING);
    Path shown = key.resolveSibling(key.getFileName() + ".pub");
    Files.writeString(shown, fresh.verifier().text() + "\n");
    workplace
        .console()
        .note("made %s; put %s into the gateway's home as policy-key.pub".formatted(key, shown));
    return fresh;
  }
}

package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Receipt;
import org.imprimatur.audit.Anchors;
import org.imprimatur.audit.JournalVerifier.Signatures;
import org.imprimatur.audit.ReceiptJson;
import org.imprimatur.audit.ReceiptVerifier;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.VerificationReport;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.routes.JournalPlace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code imprimatur audit verify}: the whole log, its tail, or one receipt, offline. */
@Command(
    name = "verify",
    description =
        "Checks every entry, the tree and every signed checkpoint; or the newest entries, or one"
            + " receipt. Exit code 1: broken.",
    mixinStandardHelpOptions = true)
final class AuditVerifyCommand implements Callable<Integer> {
  private final Workplace workplace;

  @ArgGroup private What what = new What();

  @Option(
      names = "--log",
      paramLabel = "DIR",
      description = "A journal's directory, for instance a second copy; else this installation's.")
  private @Nullable Path directory;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The log's published key; else the one beside the log.")
  private @Nullable Path keyFile;

  @Option(
      names = "--anchors",
      paramLabel = "DIR",
      description = "Checkpoints that were kept apart; else those that journal.yaml names.")
  private @Nullable Path anchorDirectory;

  @Option(names = "--json", description = "Machine-readable output.")
  private boolean json;

  /** What is checked; nothing named means everything. */
  static final class What {
    @Option(
        names = "--tail",
        description = "Only the last segment, from its signed header; whole logs take longer.")
    private boolean tail;

    @Option(
        names = "--quick",
        description = "Everything, but only the last signature of each segment.")
    private boolean quick;

    @Option(
        names = "--receipt",
        paramLabel = "FILE",
        description = "One receipt as JSON; needs the log's key and nothing else.")
    private @Nullable Path receipt;
  }

  AuditVerifyCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    return what.receipt == null ? verifyLog() : verifyReceipt(what.receipt);
  }

  private int verifyLog() {
    StoredLog log = directory == null ? access().log() : StoredLog.in(directory);
    NoteVerifierKey key = keyFile == null ? log.verifierKey() : JournalAccess.key(keyFile);
    VerificationReport report =
        what.tail
            ? log.verifyTail(key)
            : log.verify(key, what.quick ? Signatures.LAST_OF_SEGMENT : Signatures.EVERY);
    AnchorCheck anchors = what.tail ? AnchorCheck.NONE : AnchorCheck.of(anchors(), log);
    if (json) {
      workplace.console().result(anchors.describe(describe(report)));
    } else {
      show(report);
      anchors.show(workplace.console());
    }
    return report.isIntact() && anchors.objections().isEmpty() ? ExitCode.DONE : ExitCode.ERROR;
  }

  private List<Anchors.Anchor> anchors() {
    if (anchorDirectory == null) {
      return directory == null ? JournalPlace.of(access().places()).anchors() : List.of();
    }
    try {
      return new Anchors(anchorDirectory).all();
    } catch (IOException e) {
      throw new ConfigurationException(
          "the anchors in %s cannot be read: %s".formatted(anchorDirectory, e), e);
    }
  }

  private int verifyReceipt(Path file) {
    NoteVerifierKey key =
        keyFile != null
            ? JournalAccess.key(keyFile)
            : directory != null
                ? StoredLog.in(directory).verifierKey()
                : access().log().verifierKey();
    Receipt receipt = receipt(file);
    Optional<String> objection = new ReceiptVerifier(key).objection(receipt);
    if (json) {
      workplace
          .console()
          .result(
              Json.object()
                  .put("proven", objection.isEmpty())
                  .put("index", receipt.index())
                  .put("origin", receipt.origin())
                  .put("objection", objection.orElse("")));
    } else {
      workplace
          .console()
          .result(
              objection
                  .map(why -> "Receipt    BROKEN: " + why)
                  .orElse(
                      "Receipt    proven: entry %d of %s"
                          .formatted(receipt.index(), receipt.origin())));
    }
    return objection.isEmpty() ? ExitCode.DONE : ExitCode.ERROR;
  }

  private static Receipt receipt(Path file) {
    try {
      return ReceiptJson.decode(JournalAccess.text(file));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "%s is no receipt (%s); audit prove and every answer give receipts"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private JournalAccess access() {
    return JournalAccess.of(workplace);
  }

  private void show(VerificationReport report) {
    Console console = workplace.console();
    report.problems().forEach(problem -> console.result("PROBLEM    " + problem));
    console.result("Journal    " + (report.isIntact() ? "intact" : "BROKEN"));
    console.result(
        "Entries    %d, unfinished requests %d".formatted(report.entries(), report.unfinished()));
    if (report.retired().before() > 0) {
      console.result(
          "Retired    entries before %d, kept for %s by rule; entry %d says so"
              .formatted(
                  report.retired().before(), report.retired().rule(), report.retired().entry()));
    }
    console.result(
        "Checkpoints %d, %s"
            .formatted(
                report.checkpoints(),
                what.quick
                    ? "the last signature of each segment checked"
                    : "all signatures checked"));
    console.result("Root       " + report.root().hex());
  }

  private static ObjectNode describe(VerificationReport report) {
    ObjectNode json = Json.object();
    json.put("intact", report.isIntact());
    json.put("entries", report.entries());
    json.put("checkpoints", report.checkpoints());
    json.put("unfinished", report.unfinished());
    if (report.retired().before() > 0) {
      json.putObject("retired")
          .put("before", report.retired().before())
          .put("kept", report.retired().rule())
          .put("entry", report.retired().entry());
    }
    json.put("root", report.root().hex());
    json.put("checkpoint", report.checkpoint());
    ArrayNode problems = json.putArray("problems");
    report.problems().forEach(problem -> problems.add(problem.toString()));
    return json;
  }
}

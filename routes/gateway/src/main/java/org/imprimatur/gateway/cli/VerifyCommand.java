package org.imprimatur.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.ReceiptVerifier;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.provenance.ProvenanceEngine;
import org.imprimatur.provenance.SafetyReceipt;
import org.imprimatur.provenance.ValidationReport;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.imprimatur.provenance.validate.Terms;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.routes.ProvenanceSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprimatur verify}: content credentials and, where there is one, the safety receipt. */
@Command(
    name = "verify",
    description =
        "Validates the content credentials of an image, offline, and checks the journal receipt in"
            + " them. Exit code 0: trusted and, if there is a receipt, proven; 1: anything else.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private static final long MAX_BYTES = 256L << 20;

  private final Workplace workplace;

  @Parameters(paramLabel = "FILE", description = "The image.")
  private Path file = Path.of("");

  @Option(
      names = "--trust",
      paramLabel = "PEM",
      description = "The roots to trust; without it, those of this installation.")
  private @Nullable Path trust;

  @Option(
      names = "--journal-key",
      paramLabel = "FILE",
      description = "The public key of the journal; without it, this installation's.")
  private @Nullable Path journalKey;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "The time of validation, for instance 2026-11-01T12:00:00Z; without it, now.")
  private @Nullable Instant at;

  @Option(names = "--json", description = "Machine-readable output.")
  private boolean json;

  @Option(
      names = "--crjson",
      description = "Manifests and results in the form of the C2PA conformance programme.")
  private boolean crjson;

  VerifyCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    GatePlaces places = new GatePlaces(workplace.home().directory());
    ProvenanceSettings settings = ProvenanceSettings.load(places);
    Terms terms = Terms.of(anchors(settings), at == null ? Clock.systemUTC().instant() : at);
    ByteSource content = ByteSource.of(read());
    ProvenanceEngine engine = settings.engine();
    ValidationReport report = engine.validate(content, terms);
    String receipt =
        report
            .receipt()
            .map(found -> checkReceipt(found, places))
            .orElse("none in the credentials");
    boolean proven = report.receipt().isEmpty() || receipt.equals("proven");
    if (crjson) {
      workplace.console().result(engine.crJson(content, terms));
    } else if (json) {
      workplace.console().result(Json.parse(report.toJson()).put("receipt_check", receipt));
    } else {
      show(report, receipt);
    }
    return report.state() == State.TRUSTED && proven ? ExitCode.DONE : ExitCode.ERROR;
  }

  private byte[] read() {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ConfigurationException(
            "%s is larger than %d MiB; no image of this gate is".formatted(file, MAX_BYTES >> 20));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigurationException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  private TrustAnchors anchors(ProvenanceSettings settings) {
    return trust == null ? settings.trust() : TrustAnchors.fromPem(trust);
  }

  /** {@code proven}, or why it is not. */
  private String checkReceipt(SafetyReceipt receipt, GatePlaces places) {
    Path key = journalKey == null ? places.journalKey() : journalKey;
    if (!Files.isRegularFile(key)) {
      return "not checked: there is no journal key in %s; give --journal-key".formatted(key);
    }
    try {
      NoteVerifierKey verifier = NoteVerifierKey.parse(Files.readString(key).strip());
      Optional<String> objection = new ReceiptVerifier(verifier).objection(receipt.acceptance());
      return objection.orElse("proven");
    } catch (IOException e) {
      throw new ConfigurationException("%s cannot be read: %s".formatted(key, e), e);
    }
  }

  private void show(ValidationReport report, String receipt) {
    Console console = workplace.console();
    console.result("Credentials %s: %s".formatted(report.state().text(), report.reason()));
    report
        .manifest()
        .ifPresent(
            manifest -> {
              console.result("Manifest    " + manifest.label());
              console.result(
                  "Signed by   %s (%s)".formatted(manifest.signer(), manifest.algorithm()));
            });
    report
        .receipt()
        .ifPresent(
            found -> {
              console.result("Request     " + found.requestId());
              console.result(
                  "Policy      %s, %s".formatted(found.policyId(), found.policyDigest()));
              console.result("Verdicts    " + found.verdicts());
              console.result(
                  "Journal     entry %d of %s"
                      .formatted(found.acceptance().index(), found.acceptance().origin()));
            });
    console.result("Receipt     " + receipt);
  }
}

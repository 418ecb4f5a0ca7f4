package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.audit.Journal;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.LogTree;
import org.imprimatur.audit.ProofText;
import org.imprimatur.audit.ReceiptJson;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.entry.Confidence;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.gateway.http.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprimatur audit}: reads, proves and checks the journal, also beside a gateway. */
@Command(
    name = "audit",
    description = "Reads, proves and checks the journal of decisions.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class AuditCommand {
  private final Workplace workplace;

  private AuditCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  /** The command with all that belongs to it. */
  static CommandLine line(Workplace workplace) {
    return new CommandLine(new AuditCommand(workplace))
        .addSubcommand(new AuditVerifyCommand(workplace))
        .addSubcommand(new AuditSearchCommand(workplace))
        .addSubcommand(new AuditExportCommand(workplace))
        .addSubcommand(new AuditEraseCommand(workplace))
        .addSubcommand(new AuditHoldCommand(workplace))
        .addSubcommand(new AuditRetireCommand(workplace));
  }

  @Command(
      name = "show",
      description = "Shows one decision with every finding and threshold.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "ENTRY", description = "The number of the entry, from 0.")
          long entry,
      @Option(
              names = "--content",
              description = "The prompt too, for whoever has the keys; the journal notes it.")
          boolean content,
      @Option(
              names = "--reason",
              description = "Why the prompt is read; goes into the journal.",
              defaultValue = "")
          String reason,
      @Option(names = "--json", description = "The entry itself.") boolean json) {
    AuditEntry found = find(entry);
    if (content) {
      return showContent(found, reason, json);
    }
    if (json) {
      workplace.console().result(found.json());
    } else {
      new EntryView(workplace.console()).show(found);
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "prove",
      description =
          "Proves offline that an entry is in the journal, under the last signed checkpoint.",
      mixinStandardHelpOptions = true)
  int prove(
      @Parameters(paramLabel = "ENTRY", description = "The number of the entry, from 0.")
          long entry,
      @Option(
              names = "--format",
              description = "receipt (JSON, for audit verify --receipt) or tlog-proof (C2SP).",
              defaultValue = "receipt")
          ProofFormat format,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FILE",
              description = "Where the proof goes; else to the terminal.")
          @Nullable Path output)
      throws IOException {
    StoredLog log = access().log();
    if (entry >= log.firstKept()) {
      AuditEntry unused = find(entry);
    } else {
      workplace.console().note("entry %d was retired; its hash is still proved".formatted(entry));
    }
    var receipt = LogTree.read(log).prove(entry);
    String proof =
        switch (format) {
          case RECEIPT -> ReceiptJson.encode(receipt);
          case TLOG_PROOF -> ProofText.encode(receipt);
        };
    if (output == null) {
      workplace.console().result(proof.stripTrailing());
    } else {
      Files.writeString(output, proof);
      workplace.console().note("wrote " + output);
    }
    return ExitCode.DONE;
  }

  /** The forms of a proof. */
  enum ProofFormat {
    RECEIPT,
    TLOG_PROOF;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  @Command(
      name = "diff",
      description =
          "Shows how the journal has grown since a checkpoint that somebody kept, and proves that"
              + " nothing before it was changed. Exit code 1: it was.",
      mixinStandardHelpOptions = true)
  int diff(
      @Parameters(
              paramLabel = "CHECKPOINT",
              description = "A file with a signed checkpoint, or with a receipt.")
          Path file,
      @Option(names = "--json", description = "Machine-readable output.") boolean json) {
    LogTree tree = LogTree.read(access().log());
    LogTree.Growth growth;
    try {
      growth = tree.since(checkpointIn(JournalAccess.text(file)));
    } catch (NoteVerifierKey.BrokenNote | IllegalArgumentException e) {
      workplace
          .console()
          .result("Journal    BROKEN against %s: %s".formatted(file, e.getMessage()));
      return ExitCode.ERROR;
    }
    if (json) {
      workplace.console().result(describe(growth));
    } else {
      workplace
          .console()
          .result(
              "Journal    %s: %d entries then, %d now"
                  .formatted(
                      growth.isConsistent() ? "only grew" : "BROKEN, entries were changed",
                      growth.earlier().size(),
                      growth.now().size()));
    }
    return growth.isConsistent() ? ExitCode.DONE : ExitCode.ERROR;
  }

  private static ObjectNode describe(LogTree.Growth growth) {
    ObjectNode node = Json.object();
    node.put("consistent", growth.isConsistent());
    node.put("earlier", growth.earlier().size());
    node.put("now", growth.now().size());
    growth.proof().forEach(hash -> node.withArray("proof").add(hash.hex()));
    return node;
  }

  /** A receipt holds the checkpoint that it was given under. */
  private static String checkpointIn(String text) {
    return text.stripLeading().startsWith("{") ? ReceiptJson.decode(text).checkpoint() : text;
  }

  private int showContent(AuditEntry entry, String reason, boolean json) {
    if (reason.isBlank()) {
      throw new ConfigurationException(
          "whoever reads a prompt says why: give --reason TEXT; the journal keeps it");
    }
    Optional<Bytes> sealed = new JournalReader(access().log()).sealedContent(entry.index());
    if (sealed.isEmpty()) {
      throw new ConfigurationException(
          "no prompt was kept with entry %d; prompts stand beside the acceptance of a request, and"
                  .formatted(entry.index())
              + " only where the policy keeps them (data.prompt-days)");
    }
    Optional<String> words = open(entry, sealed.get());
    noteReading(entry, reason);
    if (json) {
      workplace
          .console()
          .result(words.map(Json::parse).orElseGet(() -> Json.object().put("erased", true)));
    } else {
      workplace.console().result(words.orElse("erased: the key to this prompt was destroyed"));
    }
    return ExitCode.DONE;
  }

  private Optional<String> open(AuditEntry entry, Bytes sealed) {
    try {
      return Confidence.open(access().vault(), entry, sealed);
    } catch (IOException e) {
      throw new ConfigurationException(
          "the prompt of entry %d cannot be opened: %s".formatted(entry.index(), e.getMessage()),
          e);
    }
  }

  private void noteReading(AuditEntry entry, String reason) {
    try (Journal journal = access().journal()) {
      JournalEntry notice =
          new JournalEntry.Notice(
              "content_read",
              entry.stamp().tenant(),
              Map.of(
                  "entry", String.valueOf(entry.index()),
                  "requestId", entry.stamp().requestId(),
                  "reader", Operators.name(),
                  "reason", reason));
      Operators.append(journal, notice);
    }
  }

  private AuditEntry find(long entry) {
    JournalReader reader = new JournalReader(access().log());
    if (entry >= 0 && entry < reader.firstKept()) {
      throw new ConfigurationException(
          "entry %d is kept no more: the journal retired its entries before %d by its rule"
              .formatted(entry, reader.firstKept()));
    }
    Optional<AuditEntry> found = entry < 0 ? Optional.empty() : reader.entry(entry);
    return found.orElseThrow(
        () ->
            new ConfigurationException(
                "the journal has no entry %d; imprimatur audit verify says how many there are"
                    .formatted(entry)));
  }

  private JournalAccess access() {
    return JournalAccess.of(workplace);
  }
}

package org.imprimatur.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.provenance.PerceptualHash;
import org.imprimatur.safety.gate.Pictures;

/** Looks through the journal for pictures by how they look. */
record PictureSearch(JournalReader journal) {
  /** A picture of the journal that looks like the one that is sought. */
  record Match(
      long entry,
      String requestId,
      String tenant,
      Instant time,
      String manifestId,
      Sha256 manifestDigest,
      int distance) {}

  /** All matches, the most alike first. */
  List<Match> like(RasterImage picture) {
    PerceptualHash sought = PerceptualHash.of(picture);
    List<Match> matches = new ArrayList<>();
    journal.forEach(0, entry -> match(entry, sought).ifPresent(matches::add));
    matches.sort(Comparator.comparingInt(Match::distance));
    return matches;
  }

  private static Optional<Match> match(AuditEntry entry, PerceptualHash sought) {
    for (AuditEntry.Step step : entry.steps()) {
      Map<String, String> facts = step.facts();
      Optional<PerceptualHash> fingerprint =
          PerceptualHash.parse(facts.getOrDefault(PerceptualHash.FACT, ""));
      if (fingerprint.isPresent() && sought.distance(fingerprint.get()) <= PerceptualHash.ALIKE) {
        return Optional.of(
            new Match(
                entry.index(),
                entry.stamp().requestId(),
                entry.stamp().tenant(),
                entry.time(),
                facts.getOrDefault("manifest.id", ""),
                new Sha256(facts.getOrDefault("manifest.sha256", "")),
                sought.distance(fingerprint.get())));
      }
    }
    return Optional.empty();
  }

  /**
   * Decodes {@code file}.
   *
   * @throws ConfigurationException if it is no picture that is read here, or too large
   */
  static RasterImage read(Path file) {
    try {
      return Pictures.read(file.toString(), Files.readAllBytes(file)).get(0);
    } catch (IOException e) {
      throw new ConfigurationException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}

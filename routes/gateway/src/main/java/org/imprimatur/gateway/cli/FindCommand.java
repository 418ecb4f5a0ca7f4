package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.gateway.cli.PictureSearch.Match;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.provenance.ManifestArchive;
import org.imprimatur.routes.GatePlaces;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprimatur find}: the journal entries of pictures that look like an image. */
@Command(
    name = "find",
    description =
        "Finds the journal entry and the credentials of an image that lost them: compares how it"
            + " looks with the pictures of the journal. Exit code 0: found; 1: not. A likeness is"
            + " a hint, never a proof.",
    mixinStandardHelpOptions = true)
final class FindCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  private final Workplace workplace;

  @Parameters(paramLabel = "IMAGE", description = "A PNG, JPEG or WebP file.")
  private Path image = Path.of("");

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = "Where the manifest store of the best match goes.")
  private @Nullable Path manifest;

  @Option(names = "--json", description = "Machine-readable output.")
  private boolean json;

  FindCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    GatePlaces places = new GatePlaces(workplace.home().directory());
    if (!Files.isDirectory(places.journal())) {
      throw new ConfigurationException(
          "there is no journal in %s yet; it begins with the first request"
              .formatted(places.journal()));
    }
    List<Match> matches =
        new PictureSearch(new JournalReader(JournalAccess.of(workplace).log()))
            .like(PictureSearch.read(image));
    ManifestArchive archive = new ManifestArchive(places.manifests());
    if (json) {
      workplace.console().result(describe(matches, archive));
    } else {
      show(matches, archive);
    }
    if (manifest != null && !matches.isEmpty()) {
      write(manifest, matches.get(0), archive);
    }
    return matches.isEmpty() ? ExitCode.ERROR : ExitCode.DONE;
  }

  private void show(List<Match> matches, ManifestArchive archive) {
    Console console = workplace.console();
    if (matches.isEmpty()) {
      console.result("Found      nothing that looks like " + image);
    }
    for (Match match : matches.subList(0, Math.min(SHOWN, matches.size()))) {
      console.result(
          "Found      entry %d, request %s, tenant %s, %s"
              .formatted(match.entry(), match.requestId(), match.tenant(), match.time()));
      console.result("Credential %s".formatted(match.manifestId()));
      console.result(
          "Likeness   %d of 64 bits differ; manifest %s"
              .formatted(match.distance(), kept(match, archive) ? "kept" : "not kept here"));
    }
  }

  private static ArrayNode describe(List<Match> matches, ManifestArchive archive) {
    ArrayNode all = Json.object().putArray("matches");
    for (Match match : matches) {
      ObjectNode one = all.addObject();
      one.put("entry", match.entry());
      one.put("request_id", match.requestId());
      one.put("tenant", match.tenant());
      one.put("time", match.time().toString());
      one.put("manifest_id", match.manifestId());
      one.put("manifest_sha256", match.manifestDigest().hex());
      one.put("manifest_kept", kept(match, archive));
      one.put("distance", match.distance());
    }
    return all;
  }

  private static boolean kept(Match match, ManifestArchive archive) {
    return archive.find(match.manifestDigest()).isPresent();
  }

  private static void write(Path file, Match match, ManifestArchive archive) {
    Optional<Bytes> store = archive.find(match.manifestDigest());
    if (store.isEmpty()) {
      throw new ConfigurationException(
          "the manifest of entry %d is not kept here".formatted(match.entry()));
    }
    try {
      Files.write(file, store.get().toByteArray());
    } catch (IOException e) {
      throw new ConfigurationException("%s cannot be written: %s".formatted(file, e), e);
    }
  }
}

package org.imprimatur.gateway.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.safety.ImageGates;
import org.imprimatur.safety.TextGates;
import org.imprimatur.safety.gate.GateFiles;
import org.imprimatur.safety.gate.GatePack;
import org.imprimatur.safety.gate.GateShelf;
import org.imprimatur.safety.gate.Pack;
import org.imprimatur.safety.gate.PackKind;
import org.imprimatur.safety.gate.PackShelf;
import org.imprimatur.safety.gate.TextPack;

/** The installed packs that look at pictures and those that read texts; a name stands for one. */
final class PackShelves {
  private final GateShelf pictures;
  private final PackShelf<TextPack> texts;

  PackShelves(GatePlaces places) {
    this.pictures = new GateShelf(places.gates());
    this.texts = places.textGates();
  }

  /**
   * Installs the pack in a folder or behind an address, on the shelf that its manifest says.
   *
   * @param replace whether another version gives way
   * @throws ConfigurationException if the pack is incomplete, changed, fails its self-test, or has
   *     the name of an installed one
   */
  Pack add(String from, boolean replace) {
    GateFiles source = GateFiles.at(from);
    boolean looks = source.holds(GatePack.MANIFEST);
    boolean reads = source.holds(TextPack.MANIFEST);
    if (looks == reads) {
      throw new ConfigurationException(
          "%s holds %s: a pack has one of them, for a model that looks at pictures or one that reads"
                  .formatted(
                      from,
                      looks
                          ? "both gate.json and text-gate.json"
                          : "neither gate.json nor text-gate.json")
              + " texts");
    }
    return reads
        ? add(source, replace, texts, TextPack.KIND, TextGates::tryOut)
        : add(source, replace, pictures.shelf(), GatePack.KIND, ImageGates::tryOut);
  }

  /**
   * Takes a pack away, usable or not.
   *
   * @param name the pack's name, alone or as {@code NAME@VERSION}
   * @return the folder that was removed
   * @throws ConfigurationException if none is called so, or a vote counts on it
   */
  Path remove(String name) {
    Optional<Path> looking = pictures.shelf().find(name);
    if (looking.isPresent()) {
      pictures.remove(looking.get());
      return looking.get();
    }
    Path reading =
        texts
            .find(name)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "no installed gate is called '%s'; installed are %s"
                            .formatted(
                                name,
                                Stream.concat(pictures.packs().stream(), texts.packs().stream())
                                    .map(folder -> String.valueOf(folder.getFileName()))
                                    .toList())));
    texts.remove(reading);
    return reading;
  }

  private <P extends Pack> Pack add(
      GateFiles source, boolean replace, PackShelf<P> shelf, PackKind<P> kind, Consumer<P> trial) {
    Path installed =
        shelf.install(
            source,
            replace,
            pack -> {
              demandFreeName(pack, shelf);
              trial.accept(pack);
            });
    return kind.reader().apply(GateFiles.folder(installed));
  }

  private void demandFreeName(Pack pack, PackShelf<?> own) {
    PackShelf<?> other = own.equals(texts) ? pictures.shelf() : texts;
    other
        .find(pack.id().name())
        .ifPresent(
            folder -> {
              throw new ConfigurationException(
                  "%s is the name of an installed pack of the other kind, %s: remove that one first"
                      .formatted(pack.id().name(), folder.getFileName()));
            });
  }
}

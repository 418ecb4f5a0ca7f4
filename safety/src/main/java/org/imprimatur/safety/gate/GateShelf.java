package org.imprimatur.safety.gate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.imprimatur.api.ConfigurationException;

/** The installed gate packs, and what the operator says of them as a whole. */
public final class GateShelf {
  private final Path directory;
  private final PackShelf<GatePack> shelf;

  public GateShelf(Path directory) {
    this.directory = directory;
    this.shelf = new PackShelf<>(directory, GatePack.KIND);
  }

  /** The packs alone. */
  public PackShelf<GatePack> shelf() {
    return shelf;
  }

  /** The folders of the packs, in the order of their names. */
  public List<Path> packs() {
    return shelf.packs();
  }

  /** What the operator says of the gates as a whole. */
  public GateSettings settings() {
    Path file = directory.resolve(GateSettings.FILE);
    return Files.exists(file)
        ? GateSettings.parse(file.toString(), GateFiles.folder(directory).read(GateSettings.FILE))
        : GateSettings.USUAL;
  }

  /**
   * Takes a pack off the shelf, usable or not.
   *
   * @param folder one of {@link #packs}
   * @throws ConfigurationException if it cannot be removed, or a vote counts on it
   */
  public void remove(Path folder) {
    String pack = String.valueOf(folder.getFileName()).replaceFirst("@.*$", "");
    settings().votes().stream()
        .filter(vote -> vote.packs().contains(pack))
        .findFirst()
        .ifPresent(vote -> refuse(pack, vote));
    shelf.remove(folder);
  }

  private void refuse(String pack, GateSettings.Vote vote) {
    throw new ConfigurationException(
        "%s takes part in the vote '%s': take it out of %s first"
            .formatted(pack, vote.name(), directory.resolve(GateSettings.FILE)));
  }
}

package org.imprimatur.generator;

import java.nio.file.Path;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.spi.Capabilities;
import org.imprimatur.generator.model.ModelFolder;
import org.imprimatur.generator.model.ModelProfile;
import org.imprimatur.generator.sampling.Sampler;
import org.imprimatur.generator.sampling.Samplers;
import org.imprimatur.generator.sampling.SchedulerSettings;

/**
 * A model folder that was read and judged, but not loaded. Immutable.
 *
 * @param digest one digest over all files
 */
record InstalledModel(
    ModelFolder folder,
    ModelProfile profile,
    Sha256 digest,
    SchedulerSettings scheduler,
    Sampler sampler) {
  /**
   * Reads the folder at {@code root}.
   *
   * @throws org.imprimatur.api.ConfigurationException if it cannot be run
   */
  static InstalledModel read(Path root) {
    ModelFolder folder = ModelFolder.open(root);
    ModelProfile profile = ModelProfile.read(folder);
    SchedulerSettings scheduler =
        new SchedulerSettings(folder.json("scheduler/scheduler_config.json"));
    return new InstalledModel(
        folder, profile, folder.digest(), scheduler, Samplers.chosenBy(scheduler));
  }

  Capabilities capabilities() {
    return new Capabilities(
        profile.name(),
        digest,
        profile.sizes(),
        profile.sizeMultiple(),
        profile.graphs().encoder().isPresent(),
        profile.reading().weights(),
        profile.words().understands());
  }
}

package org.imprimatur.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.RasterImage;
import org.imprimatur.generator.decode.Decoder;
import org.imprimatur.generator.decode.Encoder;
import org.imprimatur.generator.decode.PreviewPalette;
import org.imprimatur.generator.denoise.BatchTrial;
import org.imprimatur.generator.denoise.Conditioning;
import org.imprimatur.generator.denoise.ConditioningCache;
import org.imprimatur.generator.denoise.Denoiser;
import org.imprimatur.generator.denoise.Guided;
import org.imprimatur.generator.denoise.LatentShape;
import org.imprimatur.generator.denoise.TextConditioner;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.model.ModelProfile;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.network.NetworkLoader;
import org.imprimatur.generator.prompt.ClipTokenizer;

/** The graphs of one model, loaded; each of them once, shared by all pictures. Thread-safe. */
final class LoadedModel implements AutoCloseable {
  private static final long CACHE_BYTES = 16L << 20;

  private final ModelProfile profile;
  private final List<Network> networks;
  private final TextConditioner conditioner;
  private final Denoiser denoiser;
  private final Decoder decoder;
  private final Optional<Encoder> encoder;
  private final ConditioningCache cache = new ConditioningCache(CACHE_BYTES);
  private Optional<PreviewPalette> palette = Optional.empty();

  private LoadedModel(InstalledModel installed, List<Network> networks, int batchCap) {
    this.profile = installed.profile();
    this.networks = networks;
    this.conditioner =
        new TextConditioner(ClipTokenizer.load(installed.folder(), "tokenizer"), networks.get(0));
    this.denoiser = new Denoiser(networks.get(1), usefulBatch(batchCap));
    this.decoder = new Decoder(networks.get(2), profile.latents());
    this.encoder =
        profile.graphs().encoder().map(contract -> new Encoder(networks.get(3), profile.latents()));
  }

  /**
   * Compares the files with their pins and loads the graphs.
   *
   * @throws org.imprimatur.api.ConfigurationException if either fails
   */
  static LoadedModel load(InstalledModel installed, NetworkLoader loader, int batchCap) {
    installed.folder().verify();
    ModelProfile.Graphs graphs = installed.profile().graphs();
    List<Network> networks = new ArrayList<>();
    try {
      for (GraphContract contract :
          List.of(graphs.textEncoders().get(0), graphs.denoiser(), graphs.decoder())) {
        networks.add(loader.load(contract));
      }
      graphs.encoder().map(loader::load).ifPresent(networks::add);
      return new LoadedModel(installed, networks, batchCap);
    } catch (RuntimeException | Error e) {
      networks.forEach(Network::close);
      throw e;
    }
  }

  Denoiser denoiser() {
    return denoiser;
  }

  Decoder decoder() {
    return decoder;
  }

  /** Turns pictures into latents, where the folder has a graph for it. */
  Optional<Encoder> encoder() {
    return encoder;
  }

  /** What a picture is guided by. The negative prompt counts only where guidance is above 1. */
  Guided guide(Prompt prompt, double guidance, Interrupt interrupt) {
    Conditioning wanted = condition(prompt.text(), interrupt);
    Conditioning unwanted = guidance > 1 ? condition(prompt.negative(), interrupt) : wanted;
    return new Guided(wanted, unwanted, guidance);
  }

  RasterImage preview(LatentShape shape, float[] latents) {
    return palette(shape).paint(shape, latents);
  }

  @Override
  public void close() {
    networks.forEach(Network::close);
  }

  private Conditioning condition(String text, Interrupt interrupt) {
    return cache.get(text, () -> conditioner.condition(text, interrupt));
  }

  /** Tried at the smallest size, where joining calls helps most. */
  private int usefulBatch(int cap) {
    if (cap == 1) {
      return 1;
    }
    int pixels = profile.latents().pixelsPerPlace();
    int width = profile.sizeMultiple();
    int height = profile.sizeMultiple();
    if (!profile.sizes().isEmpty()) {
      width = profile.sizes().get(0).width();
      height = profile.sizes().get(0).height();
    }
    return new BatchTrial(
            networks.get(1),
            new LatentShape(profile.latents().channels(), height / pixels, width / pixels),
            conditioner.condition("", new Interrupt()))
        .largestUseful(cap);
  }

  private synchronized PreviewPalette palette(LatentShape shape) {
    if (palette.isEmpty()) {
      palette = Optional.of(PreviewPalette.fit(decoder, profile.latents(), shape));
    }
    return palette.get();
  }
}

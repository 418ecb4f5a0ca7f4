package org.imprimatur.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.generator.decode.Decoder;
import org.imprimatur.generator.decode.Encoder;
import org.imprimatur.generator.decode.PreviewPalette;
import org.imprimatur.generator.decode.UnusablePicture;
import org.imprimatur.generator.denoise.BatchTrial;
import org.imprimatur.generator.denoise.Conditioner;
import org.imprimatur.generator.denoise.Conditioning;
import org.imprimatur.generator.denoise.ConditioningCache;
import org.imprimatur.generator.denoise.Denoiser;
import org.imprimatur.generator.denoise.ExtraInputs;
import org.imprimatur.generator.denoise.Guided;
import org.imprimatur.generator.denoise.LatentShape;
import org.imprimatur.generator.denoise.PromptText;
import org.imprimatur.generator.model.Family;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.model.JsonFile;
import org.imprimatur.generator.model.ModelFolder;
import org.imprimatur.generator.model.ModelProfile;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.network.NetworkLoader;

/** The graphs of one model, loaded; each of them once, shared by all pictures. Thread-safe. */
final class LoadedModel implements AutoCloseable {
  /** Five prompts of FLUX, two hundred of Stable Diffusion 1. */
  private static final long CACHE_BYTES = 48L << 20;

  private final ModelProfile profile;
  private final List<Network> networks;
  private final Conditioner conditioner;
  private final ExtraInputs extras;
  private final Denoiser denoiser;
  private final Decoder decoder;
  private final Optional<Encoder> encoder;
  private final Optional<Decoder> previewer;
  private final ConditioningCache cache = new ConditioningCache(CACHE_BYTES);
  private Optional<PreviewPalette> palette = Optional.empty();

  private LoadedModel(
      InstalledModel installed, List<Network> networks, GeneratorSettings settings) {
    ModelFolder folder = installed.folder();
    this.profile = installed.profile();
    this.networks = networks;
    this.conditioner = new Conditioners(folder, profile, this::network).make();
    Network unet = network(profile.graphs().denoiser());
    this.extras =
        ExtraInputs.of(
            unet.contract(),
            folder.jsonIfPresent("unet/config.json").integer("time_cond_proj_dim", 0));
    this.denoiser = new Denoiser(unet, usefulBatch(unet, settings.batchCap()));
    this.decoder =
        new Decoder(network(profile.graphs().decoder()), profile.latents(), settings.tile());
    this.encoder =
        profile
            .graphs()
            .encoder()
            .map(contract -> new Encoder(network(contract), profile.latents()));
    JsonFile small = folder.jsonIfPresent(ModelProfile.PREVIEWER + "/config.json");
    this.previewer =
        profile
            .graphs()
            .previewer()
            .map(
                contract ->
                    new Decoder(
                        network(contract), profile.latents().previewed(small), settings.tile()));
  }

  /**
   * Compares the files with their pins and loads the graphs.
   *
   * @throws org.imprimatur.api.ConfigurationException if either fails
   */
  static LoadedModel load(
      InstalledModel installed, NetworkLoader loader, GeneratorSettings settings) {
    installed.folder().verify();
    List<Network> networks = new ArrayList<>();
    try {
      for (GraphContract contract : installed.profile().graphs().all()) {
        networks.add(loader.load(contract));
      }
      return new LoadedModel(installed, networks, settings);
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

  /** Whether the denoiser is shown a mask and what it leaves. */
  boolean drawsInMasks() {
    return profile.besideChannels() > 0;
  }

  /** Whether a start within the plan is rounded to the earlier step, as diffusers does it here. */
  boolean startsEarlier() {
    return profile.family() == Family.STABLE_DIFFUSION_3 || profile.family() == Family.FLUX;
  }

  /**
   * What a picture is guided by. The negative prompt counts only where the model is guided by two
   * calls and guidance is above 1.
   */
  Guided guide(Prompt prompt, Size size, double guidance, Interrupt interrupt) {
    boolean doubled = profile.callsAStep(guidance) > 1;
    int chunks = conditioner.chunks(prompt.text());
    if (doubled) {
      chunks = Math.max(chunks, conditioner.chunks(prompt.negative()));
    }
    PromptText text = new PromptText(prompt.text(), chunks);
    Conditioning wanted = cache.get("+", text, () -> conditioner.wanted(text, interrupt));
    Conditioning unwanted = wanted;
    if (doubled) {
      PromptText negative = new PromptText(prompt.negative(), chunks);
      unwanted = cache.get("-", negative, () -> conditioner.unwanted(negative, interrupt));
    }
    return new Guided(
        extras.addTo(wanted, size, guidance),
        extras.addTo(unwanted, size, guidance),
        doubled ? guidance : 1,
        profile.reading().guidanceRescale());
  }

  /** By the small decoder where the folder has one, else by a colour for each place. */
  RasterImage preview(LatentShape shape, float[] latents) {
    try {
      if (previewer.isPresent()) {
        return previewer.get().decode(shape, latents, new Interrupt());
      }
    } catch (UnusablePicture e) {
      // Early estimates may be of one colour or beyond all colours; the palette paints them too.
    }
    return palette(shape).paint(shape, latents);
  }

  @Override
  public void close() {
    networks.forEach(Network::close);
  }

  private Network network(GraphContract contract) {
    return networks.stream()
        .filter(network -> network.contract().equals(contract))
        .findFirst()
        .orElseThrow();
  }

  /** Tried at the smallest size, where joining calls helps most. */
  private int usefulBatch(Network unet, int cap) {
    if (cap == 1) {
      return 1;
    }
    int side = profile.sizeMultiple();
    Size size = profile.sizes().stream().findFirst().orElseGet(() -> new Size(side, side));
    int pixels = profile.latents().pixelsPerPlace();
    LatentShape shape =
        new LatentShape(
            profile.latents().channels(), size.height() / pixels, size.width() / pixels);
    Conditioning empty =
        extras.addTo(conditioner.wanted(PromptText.of(""), new Interrupt()), size, 1);
    return new BatchTrial(unet, shape, profile.besideChannels(), empty).largestUseful(cap);
  }

  private synchronized PreviewPalette palette(LatentShape shape) {
    if (palette.isEmpty()) {
      palette = Optional.of(PreviewPalette.fit(decoder, profile.latents(), shape));
    }
    return palette.get();
  }
}

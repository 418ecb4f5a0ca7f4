package org.imprimatur.generator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Size;

/**
 * What a model is, read from its folder without loading it. Immutable.
 *
 * @param sizes the sizes it draws; empty where any multiple of {@code sizeMultiple} will do
 * @param sizeMultiple both sides of a picture are multiples of this
 * @param besideChannels how many channels the denoiser takes beside the latents, to draw in masks
 */
public record ModelProfile(
    String name,
    Family family,
    Latents latents,
    List<Size> sizes,
    int sizeMultiple,
    int besideChannels,
    Recommendation recommendation,
    Words words,
    Graphs graphs) {
  /** The file in which a folder says more about itself than diffusers knows. */
  public static final String CARD = "starter.json";

  /**
   * What the model can be told.
   *
   * @param known every word that it was trained on; empty where nobody knows
   * @param understands what it can draw, in a few public words
   */
  public record Words(List<String> known, List<String> understands) {
    public Words {
      known = List.copyOf(known);
      understands = List.copyOf(understands);
    }
  }

  /** The contracts of the graphs. */
  public record Graphs(
      List<GraphContract> textEncoders,
      GraphContract denoiser,
      GraphContract decoder,
      Optional<GraphContract> encoder) {
    public Graphs {
      textEncoders = List.copyOf(textEncoders);
    }

    /** Every graph, in the order in which they are used. */
    public List<GraphContract> all() {
      List<GraphContract> all = new ArrayList<>(textEncoders);
      encoder.ifPresent(all::add);
      all.add(denoiser);
      all.add(decoder);
      return List.copyOf(all);
    }
  }

  public ModelProfile {
    sizes = List.copyOf(sizes);
  }

  /**
   * Reads and judges a folder.
   *
   * @throws ConfigurationException naming file, input and reason if it cannot be run
   */
  public static ModelProfile read(ModelFolder folder) {
    JsonFile card = folder.jsonIfPresent(CARD);
    Graphs graphs = graphs(folder);
    refusePacked(graphs.denoiser);
    TensorSpec sample = graphs.denoiser.requireInput(latentInput(graphs.denoiser), 4);
    Latents latents = Latents.read(folder, graphs.decoder);
    return new ModelProfile(
        card.text("name").orElseGet(() -> folder.root().getFileName().toString()),
        family(graphs),
        latents,
        sizes(card, sample, latents),
        latents.pixelsPerPlace() * granularity(folder),
        besideChannels(graphs, sample, latents),
        Recommendation.read(folder, card),
        words(card),
        graphs);
  }

  private static Graphs graphs(ModelFolder folder) {
    List<GraphContract> encoders = new ArrayList<>();
    for (String component : List.of("text_encoder", "text_encoder_2")) {
      if (folder.has(component + "/model.onnx")) {
        encoders.add(folder.graph(component));
      }
    }
    if (encoders.isEmpty()) {
      encoders.add(folder.graph("text_encoder"));
    }
    if (folder.has("text_encoder_3/model.onnx")) {
      throw new ConfigurationException(
          folder.file("text_encoder_3/model.onnx")
              + ": T5 text encoders are not supported; remove this folder to draw without it, which"
              + " models of the family of Stable Diffusion 3 allow");
    }
    Optional<GraphContract> encoder =
        folder.has("vae_encoder/model.onnx")
            ? Optional.of(folder.graph("vae_encoder"))
            : Optional.empty();
    return new Graphs(
        encoders, folder.graph(denoiser(folder)), folder.graph("vae_decoder"), encoder);
  }

  /** The folder of the denoiser. */
  public static String denoiser(ModelFolder folder) {
    boolean transformer = !folder.has("unet/model.onnx") && folder.has("transformer/model.onnx");
    return transformer ? "transformer" : "unet";
  }

  /** The name of the input that takes the latents. */
  public static String latentInput(GraphContract denoiser) {
    return denoiser.input("sample").isEmpty() && denoiser.input("hidden_states").isPresent()
        ? "hidden_states"
        : "sample";
  }

  private static Family family(Graphs graphs) {
    GraphContract denoiser = graphs.denoiser;
    denoiser.requireInput("encoder_hidden_states", 3);
    if (denoiser.input("hidden_states").isPresent()) {
      return joint(graphs);
    }
    denoiser.requireNoInputsBut(
        List.of(
            "sample",
            "timestep",
            "encoder_hidden_states",
            "text_embeds",
            "time_ids",
            "timestep_cond"));
    if (denoiser.input("text_embeds").isEmpty()) {
      return Family.STABLE_DIFFUSION;
    }
    denoiser.requireInput("time_ids", 2);
    if (graphs.textEncoders.size() < 2) {
      throw new ConfigurationException(
          denoiser.file()
              + ": input 'text_embeds' needs a second text encoder; export text_encoder_2 too");
    }
    return Family.STABLE_DIFFUSION_XL;
  }

  private static void refusePacked(GraphContract denoiser) {
    if (denoiser.input("img_ids").isPresent()) {
      throw new ConfigurationException(
          denoiser.file()
              + ": input 'img_ids' belongs to models of the family of FLUX, which are not"
              + " supported; use one of Stable Diffusion");
    }
  }

  private static Family joint(Graphs graphs) {
    graphs.denoiser.requireInput("pooled_projections", 2);
    graphs.denoiser.requireInput("timestep", 1);
    graphs.denoiser.requireNoInputsBut(
        List.of("hidden_states", "timestep", "encoder_hidden_states", "pooled_projections"));
    if (graphs.textEncoders.size() < 2) {
      throw new ConfigurationException(
          graphs.denoiser.file()
              + ": input 'pooled_projections' needs a second text encoder; export text_encoder_2"
              + " too");
    }
    return Family.STABLE_DIFFUSION_3;
  }

  /**
   * How many channels the denoiser takes beside the latents: a mask and the latents of what the
   * mask leaves, or none.
   */
  private static int besideChannels(Graphs graphs, TensorSpec sample, Latents latents) {
    int channels = sample.isFixed(1) ? sample.sides().get(1).intValue() : latents.channels();
    int beside = channels - latents.channels();
    if (beside == 0) {
      return 0;
    }
    if (beside != 1 + latents.channels()) {
      throw new ConfigurationException(
          ("%s: input '%s' has %d channels, the decoder has %d; only denoisers that take"
                  + " latents alone, or with a mask and a masked picture, fit")
              .formatted(graphs.denoiser.file(), sample.name(), channels, latents.channels()));
    }
    if (graphs.encoder.isEmpty()) {
      throw new ConfigurationException(
          graphs.denoiser.file()
              + ": input 'sample' takes a masked picture, but there is no vae_encoder/model.onnx;"
              + " export it too");
    }
    return beside;
  }

  private static List<Size> sizes(JsonFile card, TensorSpec sample, Latents latents) {
    int side = card.integer("size", 0);
    if (side > 0) {
      return List.of(new Size(side, side));
    }
    if (sample.isFixed(2) && sample.isFixed(3)) {
      int pixels = latents.pixelsPerPlace();
      return List.of(
          new Size(
              sample.sides().get(3).intValue() * pixels,
              sample.sides().get(2).intValue() * pixels));
    }
    return List.of();
  }

  /**
   * What both sides of the latents are multiples of: a U-Net halves its input once a block but the
   * last; a transformer cuts it into patches.
   */
  private static int granularity(ModelFolder folder) {
    if (denoiser(folder).equals("transformer")) {
      return folder.jsonIfPresent("transformer/config.json").integer("patch_size", 2);
    }
    int blocks = folder.jsonIfPresent("unet/config.json").numbers("block_out_channels").size();
    return blocks == 0 ? 8 : 1 << (blocks - 1);
  }

  private static Words words(JsonFile card) {
    List<String> understands = new ArrayList<>();
    JsonFile scenes = card.object("understands");
    for (String key : scenes.keys()) {
      understands.add(key + ": " + String.join(", ", scenes.texts(key)));
    }
    return new Words(card.texts("vocabulary"), understands);
  }
}

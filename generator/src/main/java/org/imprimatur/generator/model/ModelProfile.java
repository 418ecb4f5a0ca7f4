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
    PromptReading reading,
    Words words,
    Graphs graphs) {
  /** How many places a side the patches have that transformers see. */
  public static final int PATCH_SIDE = 2;

  /** The folder of a small decoder for previews, exported from an AutoencoderTiny. */
  public static final String PREVIEWER = "preview_decoder";

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

  /**
   * The contracts of the graphs.
   *
   * @param previewer a small decoder for unfinished pictures, where the folder has one
   */
  public record Graphs(
      List<GraphContract> textEncoders,
      GraphContract denoiser,
      GraphContract decoder,
      Optional<GraphContract> encoder,
      Optional<GraphContract> previewer) {
    public Graphs {
      textEncoders = List.copyOf(textEncoders);
    }

    /** Every graph, in the order in which they are used. */
    public List<GraphContract> all() {
      List<GraphContract> all = new ArrayList<>(textEncoders);
      encoder.ifPresent(all::add);
      all.add(denoiser);
      all.add(decoder);
      previewer.ifPresent(all::add);
      return List.copyOf(all);
    }
  }

  public ModelProfile {
    sizes = List.copyOf(sizes);
  }

  /** How it is made to follow a prompt. */
  public GuidanceKind guidanceKind() {
    return GuidanceKind.of(family, graphs.denoiser);
  }

  /** How often it is asked at each step with that guidance. */
  public int callsAStep(double guidance) {
    return guidanceKind() == GuidanceKind.BY_TWO_CALLS && guidance > 1 ? 2 : 1;
  }

  /**
   * Reads and judges a folder.
   *
   * @throws ConfigurationException naming file, input and reason if it cannot be run
   */
  public static ModelProfile read(ModelFolder folder) {
    JsonFile card = folder.jsonIfPresent(CARD);
    Graphs graphs = graphs(folder);
    Family family = Recognition.of(folder, graphs);
    TensorSpec sample = graphs.denoiser.input(latentInput(graphs.denoiser)).orElseThrow();
    Latents latents = Latents.read(folder, graphs.decoder);
    return new ModelProfile(
        card.text("name").orElseGet(() -> folder.root().getFileName().toString()),
        family,
        latents,
        sizes(card, sample, latents),
        latents.pixelsPerPlace() * granularity(folder, family),
        besideChannels(family, graphs, sample, latents),
        Recommendation.read(folder, card, GuidanceKind.of(family, graphs.denoiser)),
        PromptReading.read(card, family, graphs.denoiser),
        words(card),
        graphs);
  }

  private static Graphs graphs(ModelFolder folder) {
    List<GraphContract> encoders = new ArrayList<>();
    for (String component : List.of("text_encoder", "text_encoder_2", "text_encoder_3")) {
      if (folder.has(component + "/model.onnx")) {
        encoders.add(folder.graph(component));
      }
    }
    if (encoders.isEmpty()) {
      encoders.add(folder.graph("text_encoder"));
    }
    return new Graphs(
        encoders,
        folder.graph(denoiser(folder)),
        folder.graph("vae_decoder"),
        ifThere(folder, "vae_encoder"),
        ifThere(folder, PREVIEWER));
  }

  private static Optional<GraphContract> ifThere(ModelFolder folder, String component) {
    return folder.has(component + "/model.onnx")
        ? Optional.of(folder.graph(component))
        : Optional.empty();
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

  /**
   * How many channels the denoiser takes beside the latents: a mask and the latents of what the
   * mask leaves, or none.
   */
  private static int besideChannels(
      Family family, Graphs graphs, TensorSpec sample, Latents latents) {
    if (family == Family.FLUX) {
      return noneBeside(graphs, sample, latents);
    }
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

  /** A patch is a square of latents and nothing else. */
  private static int noneBeside(Graphs graphs, TensorSpec patches, Latents latents) {
    int expected = latents.channels() * PATCH_SIDE * PATCH_SIDE;
    if (patches.isFixed(2) && patches.sides().get(2) != expected) {
      throw new ConfigurationException(
          "%s: input '%s' takes %d numbers a patch, expected %d of a decoder with %d channels; models that are shown another picture beside the latents are not supported"
              .formatted(
                  graphs.denoiser.file(),
                  patches.name(),
                  patches.sides().get(2),
                  expected,
                  latents.channels()));
    }
    return 0;
  }

  private static List<Size> sizes(JsonFile card, TensorSpec sample, Latents latents) {
    int side = card.integer("size", 0);
    if (side > 0) {
      return List.of(new Size(side, side));
    }
    if (sample.rank() == 4 && sample.isFixed(2) && sample.isFixed(3)) {
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
  private static int granularity(ModelFolder folder, Family family) {
    if (family == Family.FLUX) {
      return PATCH_SIDE;
    }
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

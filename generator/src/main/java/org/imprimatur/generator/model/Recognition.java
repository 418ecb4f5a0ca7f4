package org.imprimatur.generator.model;

import java.util.List;
import java.util.Locale;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.model.ModelProfile.Graphs;

/**
 * Finds out which family a folder is of, from the inputs of its denoiser and from the pipeline that
 * its {@code model_index.json} names, and refuses what fits none.
 */
final class Recognition {
  /** The pipelines of FLUX that ask the transformer for nothing but the picture itself. */
  private static final List<String> FLUX_PIPELINES =
      List.of("fluxpipeline", "fluximg2imgpipeline", "fluxinpaintpipeline");

  private final ModelFolder folder;
  private final Graphs graphs;

  private Recognition(ModelFolder folder, Graphs graphs) {
    this.folder = folder;
    this.graphs = graphs;
  }

  /**
   * The family of {@code graphs}.
   *
   * @throws ConfigurationException naming file, input and reason if they fit none
   */
  static Family of(ModelFolder folder, Graphs graphs) {
    Recognition recognition = new Recognition(folder, graphs);
    GraphContract denoiser = graphs.denoiser();
    if (denoiser.input("img_ids").isPresent()) {
      return recognition.flux();
    }
    return denoiser.input("hidden_states").isPresent()
        ? recognition.joint()
        : recognition.convolutional();
  }

  private Family convolutional() {
    GraphContract denoiser = graphs.denoiser();
    denoiser.requireInput("sample", 4);
    denoiser.requireInput("encoder_hidden_states", 3);
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
    requireEncoders(2, "text_embeds");
    return Family.STABLE_DIFFUSION_XL;
  }

  private Family joint() {
    GraphContract denoiser = graphs.denoiser();
    denoiser.requireInput("hidden_states", 4);
    denoiser.requireInput("encoder_hidden_states", 3);
    denoiser.requireInput("pooled_projections", 2);
    denoiser.requireInput("timestep", 1);
    denoiser.requireNoInputsBut(
        List.of("hidden_states", "timestep", "encoder_hidden_states", "pooled_projections"));
    requireEncoders(2, "pooled_projections");
    if (graphs.textEncoders().size() > 2) {
      requireSameWidth(graphs.textEncoders().get(2));
    }
    return Family.STABLE_DIFFUSION_3;
  }

  private Family flux() {
    GraphContract denoiser = graphs.denoiser();
    requireFluxPipeline();
    TensorSpec patches = denoiser.requireInput("hidden_states", 3);
    denoiser.requireInput("encoder_hidden_states", 3);
    denoiser.requireInput("pooled_projections", 2);
    requireFraction("timestep");
    requirePlaces("txt_ids");
    requirePlaces("img_ids");
    if (denoiser.input("guidance").isPresent()) {
      requireFraction("guidance");
    }
    denoiser.requireNoInputsBut(
        List.of(
            "hidden_states",
            "timestep",
            "encoder_hidden_states",
            "pooled_projections",
            "txt_ids",
            "img_ids",
            "guidance"));
    if (patches.isFixed(1)) {
      throw new ConfigurationException(
          "%s: input 'hidden_states' takes %d patches alone; export the model with free sizes"
              .formatted(denoiser.file(), patches.sides().get(1)));
    }
    requireEncoders(2, "encoder_hidden_states");
    if (graphs.textEncoders().size() > 2) {
      throw new ConfigurationException(
          graphs.textEncoders().get(2).file()
              + ": models of the family of FLUX have two text encoders; remove this folder");
    }
    requireSameWidth(graphs.textEncoders().get(1));
    return Family.FLUX;
  }

  /** Transformers for filling, depth, edges and editing look the same but are fed otherwise. */
  private void requireFluxPipeline() {
    String named = folder.json("model_index.json").text("_class_name").orElse("");
    String plain = named.toLowerCase(Locale.ROOT).replaceFirst("^(ort|onnx)", "");
    if (!FLUX_PIPELINES.contains(plain)) {
      throw new ConfigurationException(
          ("%s: names the pipeline '%s', but %s takes 'img_ids' as FLUX does; supported of that family"
                  + " are FluxPipeline, FluxImg2ImgPipeline and FluxInpaintPipeline")
              .formatted(folder.file("model_index.json"), named, graphs.denoiser().file()));
    }
  }

  /** FLUX counts timesteps from 0 to 1, which whole numbers cannot hold. */
  private void requireFraction(String input) {
    TensorSpec spec = graphs.denoiser().requireInput(input, 1);
    if (!spec.type().isFloating()) {
      throw new ConfigurationException(
          "%s: input '%s' takes %s, which holds no fractions; export the model in fp32 or fp16"
              .formatted(graphs.denoiser().file(), input, spec.type()));
    }
  }

  /** Older exports number the places of each picture of a batch, newer ones of all at once. */
  private void requirePlaces(String input) {
    boolean batched = graphs.denoiser().input(input).map(spec -> spec.rank() == 3).orElse(false);
    graphs.denoiser().requireInput(input, batched ? 3 : 2);
  }

  private void requireEncoders(int count, String input) {
    if (graphs.textEncoders().size() < count) {
      throw new ConfigurationException(
          "%s: input '%s' needs a second text encoder; export text_encoder_2 too"
              .formatted(graphs.denoiser().file(), input));
    }
  }

  /** T5 is asked for as many numbers a token as the denoiser takes, where both tell. */
  private void requireSameWidth(GraphContract encoder) {
    TensorSpec taken = graphs.denoiser().requireInput("encoder_hidden_states", 3);
    TensorSpec given = encoder.firstOutput();
    boolean told = given.rank() == 3 && given.isFixed(2) && taken.isFixed(2);
    if (told && !given.sides().get(2).equals(taken.sides().get(2))) {
      throw new ConfigurationException(
          "%s: gives %d numbers a token, but input 'encoder_hidden_states' of %s takes %d; the two are of different models"
              .formatted(
                  encoder.file(),
                  given.sides().get(2),
                  graphs.denoiser().file(),
                  taken.sides().get(2)));
    }
  }
}

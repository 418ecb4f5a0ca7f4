package org.imprimatur.generator;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.denoise.Conditioner;
import org.imprimatur.generator.denoise.DualConditioner;
import org.imprimatur.generator.denoise.FluxConditioner;
import org.imprimatur.generator.denoise.JointConditioner;
import org.imprimatur.generator.denoise.SingleConditioner;
import org.imprimatur.generator.denoise.TextEncoder;
import org.imprimatur.generator.model.GraphContract;
import org.imprimatur.generator.model.GuidanceKind;
import org.imprimatur.generator.model.JsonFile;
import org.imprimatur.generator.model.ModelFolder;
import org.imprimatur.generator.model.ModelProfile;
import org.imprimatur.generator.model.TensorSpec;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.prompt.ClipTokenizer;
import org.imprimatur.generator.prompt.T5Tokenizer;

/** Makes what turns texts into conditioning, as the family of a model needs it. */
final class Conditioners {
  /** What the authors of FLUX gave T5: 512 ids, and 256 for the model without guidance. */
  private static final int FLUX_TOKENS = 512;

  private static final int FLUX_TOKENS_WITHOUT_GUIDANCE = 256;

  private final ModelFolder folder;
  private final ModelProfile profile;
  private final Function<GraphContract, Network> networks;

  /**
   * @param networks the loaded graph for each contract of {@code profile}
   */
  Conditioners(
      ModelFolder folder, ModelProfile profile, Function<GraphContract, Network> networks) {
    this.folder = folder;
    this.profile = profile;
    this.networks = networks;
  }

  /**
   * Reads the tokenizers.
   *
   * @throws ConfigurationException if one of them cannot be read
   */
  Conditioner make() {
    List<GraphContract> texts = profile.graphs().textEncoders();
    TextEncoder first = clip("tokenizer", texts.get(0));
    return switch (profile.family()) {
      case STABLE_DIFFUSION -> new SingleConditioner(first);
      case STABLE_DIFFUSION_XL ->
          new DualConditioner(
              first,
              clip("tokenizer_2", texts.get(1)),
              folder.json("model_index.json").flag("force_zeros_for_empty_prompt", true));
      case STABLE_DIFFUSION_3 ->
          new JointConditioner(
              first, clip("tokenizer_2", texts.get(1)), third(texts), jointWidth());
      case FLUX -> {
        boolean guided = profile.guidanceKind() != GuidanceKind.NONE;
        int tokens = guided ? FLUX_TOKENS : FLUX_TOKENS_WITHOUT_GUIDANCE;
        yield new FluxConditioner(first, t5("tokenizer_2", texts.get(1), tokens));
      }
    };
  }

  private Optional<TextEncoder> third(List<GraphContract> texts) {
    return texts.size() > 2
        ? Optional.of(t5("tokenizer_3", texts.get(2), JointConditioner.THIRD_TOKENS))
        : Optional.empty();
  }

  private int jointWidth() {
    TensorSpec states = profile.graphs().denoiser().requireInput("encoder_hidden_states", 3);
    if (states.isFixed(2)) {
      return states.sides().get(2).intValue();
    }
    JsonFile config = folder.jsonIfPresent("transformer/config.json");
    int width = config.integer("joint_attention_dim", 0);
    if (width < 1) {
      throw new ConfigurationException(
          config.path() + ": needs joint_attention_dim; copy the file from the model");
    }
    return width;
  }

  private TextEncoder clip(String tokenizer, GraphContract contract) {
    return new TextEncoder(
        ClipTokenizer.load(folder, tokenizer), profile.reading(), networks.apply(contract));
  }

  /** A graph that was exported for one number of ids decides it. */
  private TextEncoder t5(String tokenizer, GraphContract contract, int usual) {
    TensorSpec ids = contract.soleInput(2);
    int most = ids.isFixed(1) ? ids.sides().get(1).intValue() : usual;
    return new TextEncoder(T5Tokenizer.load(folder, tokenizer, most), networks.apply(contract));
  }
}

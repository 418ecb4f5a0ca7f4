package org.imprimatur.generator.model;

import java.util.List;
import org.imprimatur.api.ConfigurationException;

/**
 * The space that a model draws in.
 *
 * @param channels numbers a place
 * @param pixelsPerPlace width and height of the square that one place stands for
 * @param scale latents are divided by this before they are decoded
 * @param shift added after that
 */
public record Latents(int channels, int pixelsPerPlace, double scale, double shift) {
  private static final int MAX_HALVINGS = 10;

  /**
   * The same space as the small decoder of previews takes it: as AutoencoderTiny does, with neither
   * scale nor shift unless its configuration names them.
   */
  public Latents previewed(JsonFile config) {
    return new Latents(
        channels,
        pixelsPerPlace,
        config.number("scaling_factor", 1),
        config.number("shift_factor", 0));
  }

  /** Reads the configuration of the decoder. */
  static Latents read(ModelFolder folder, GraphContract decoder) {
    JsonFile config =
        folder.has("vae_decoder/config.json")
            ? folder.json("vae_decoder/config.json")
            : folder.json("vae/config.json");
    TensorSpec input = decoder.soleInput(4);
    int channels =
        input.isFixed(1) ? input.sides().get(1).intValue() : config.integer("latent_channels", 0);
    List<Double> blocks = config.numbers("block_out_channels");
    if (channels < 1 || blocks.isEmpty() || blocks.size() > MAX_HALVINGS) {
      throw new ConfigurationException(
          config.path()
              + ": needs latent_channels and block_out_channels, from which the size of the picture"
              + " follows; copy the file from the model that was exported");
    }
    double scale = config.number("scaling_factor", 0.18215);
    if (!(scale > 0)) {
      throw new ConfigurationException(config.path() + ": scaling_factor must be above 0");
    }
    return new Latents(channels, 1 << (blocks.size() - 1), scale, config.number("shift_factor", 0));
  }
}

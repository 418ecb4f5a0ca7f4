package org.imprimatur.generator;

import java.util.function.UnaryOperator;
import org.imprimatur.api.Mask;
import org.imprimatur.api.RasterImage;
import org.imprimatur.generator.denoise.LatentShape;
import org.imprimatur.generator.sampling.Path;
import org.imprimatur.generator.sampling.Plan;

/**
 * What a mask leaves of another picture, and how it stays as it is.
 *
 * @param beside what the denoiser is shown of it beside the latents; empty for most models
 * @param kept puts it back into the latents after each call
 * @param overlay puts it back into the finished picture, pixel by pixel
 */
@SuppressWarnings("ArrayRecordComponent") // never written after it is made
record Surroundings(float[] beside, Kept kept, UnaryOperator<RasterImage> overlay) {
  /** For a picture that is drawn anew everywhere. */
  static final Surroundings NONE =
      new Surroundings(new float[0], path -> {}, UnaryOperator.identity());

  /** Changes latents on their way. */
  @FunctionalInterface
  interface Kept {
    void putBackInto(Path path);
  }

  /** For models that are shown the mask. */
  static Surroundings shown(float[] beside) {
    return new Surroundings(beside, NONE.kept, NONE.overlay);
  }

  /** For models that know nothing of masks: the kept part is noised anew before each call. */
  static Surroundings blended(Plan plan, float[] painted, float[] clean, float[] noise) {
    Kept kept = path -> path.replace(mixed(plan, path, painted, clean, noise));
    return new Surroundings(NONE.beside, kept, NONE.overlay);
  }

  /** The same, with the pixels of {@code original} in the end wherever {@code mask} leaves them. */
  Surroundings under(RasterImage original, Mask mask) {
    return new Surroundings(beside, kept, drawn -> overlaid(drawn, original, mask));
  }

  private static float[] mixed(
      Plan plan, Path path, float[] painted, float[] clean, float[] noise) {
    boolean over = path.call() >= plan.calls();
    float[] kept = over ? clean : plan.noised(clean, noise, path.call());
    float[] latents = path.latents();
    float[] mixed = new float[latents.length];
    for (int i = 0; i < mixed.length; i++) {
      float weight = painted[i % painted.length];
      mixed[i] = (1 - weight) * kept[i] + weight * latents[i];
    }
    return mixed;
  }

  private static RasterImage overlaid(RasterImage drawn, RasterImage original, Mask mask) {
    byte[] rgb = drawn.toByteArray();
    byte[] before = original.toByteArray();
    for (int y = 0, at = 0; y < original.height(); y++) {
      for (int x = 0; x < original.width(); x++, at += 3) {
        if (!mask.isPainted(x, y)) {
          System.arraycopy(before, at, rgb, at, 3);
        }
      }
    }
    return RasterImage.of(original.size(), rgb);
  }

  /** One number a place, 1 where it is painted; the top left pixel of a place speaks for it. */
  static float[] atPlaces(Mask mask, LatentShape shape) {
    int pixels = mask.size().height() / shape.height();
    float[] painted = new float[shape.places()];
    for (int y = 0, at = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++, at++) {
        painted[at] = mask.isPainted(x * pixels, y * pixels) ? 1 : 0;
      }
    }
    return painted;
  }
}

package org.imprimatur.generator;

import java.util.Optional;
import org.imprimatur.api.Mask;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.generator.decode.Encoder;
import org.imprimatur.generator.denoise.LatentShape;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.noise.NoiseStream;
import org.imprimatur.generator.sampling.Plan;

/**
 * How a picture sets out: from noise, from another picture, or from what a mask leaves of one.
 * Draws its noise in the order of diffusers, so that equal seeds give equal pictures.
 */
final class Outset {
  private final LoadedModel model;
  private final LatentShape shape;
  private final NoiseStream noise;
  private final Interrupt interrupt;

  Outset(LoadedModel model, LatentShape shape, NoiseStream noise, Interrupt interrupt) {
    this.model = model;
    this.shape = shape;
    this.noise = noise;
    this.interrupt = interrupt;
  }

  /** A model that draws in masks is given one that leaves nothing. */
  DiffusionCanvas.Walk fromNoise(Plan plan, Size size) {
    float[] start = scaled(noise.next(shape.count()), plan);
    Surroundings around =
        model.drawsInMasks()
            ? Surroundings.shown(beside(Mask.whole(size), Optional.empty()))
            : Surroundings.NONE;
    return new DiffusionCanvas.Walk(plan, plan.start(0, start, noise), 0, around);
  }

  DiffusionCanvas.Walk fromPicture(Plan plan, Source source, int steps) {
    if (model.drawsInMasks() || source.mask().isPresent()) {
      Mask mask = source.mask().orElseGet(() -> Mask.whole(source.image().size()));
      return withinMask(plan, source, mask, steps);
    }
    int call = firstCall(plan, source, steps);
    float[] clean = encoder().encode(source.image(), shape, noise, interrupt);
    float[] start =
        call == plan.calls() ? clean : plan.noised(clean, noise.next(clean.length), call);
    return new DiffusionCanvas.Walk(plan, plan.start(call, start, noise), call, Surroundings.NONE);
  }

  /** At full strength the picture itself is no part of the start. */
  private DiffusionCanvas.Walk withinMask(Plan plan, Source source, Mask mask, int steps) {
    int call = firstCall(plan, source, steps);
    boolean fresh = source.change().strength() == 1;
    boolean encodes = !fresh || !model.drawsInMasks();
    float[] clean =
        encodes
            ? encoder().encode(source.image(), shape, noise, interrupt)
            : new float[shape.count()];
    float[] drawn = noise.next(shape.count());
    float[] start = clean;
    if (fresh) {
      start = scaled(drawn.clone(), plan);
    } else if (call < plan.calls()) {
      start = plan.noised(clean, drawn, call);
    }
    Surroundings around =
        model.drawsInMasks()
            ? Surroundings.shown(beside(mask, Optional.of(source.image())))
            : Surroundings.blended(plan, Surroundings.atPlaces(mask, shape), clean, drawn);
    if (!model.drawsInMasks() && encoder().drawsNoise()) {
      noise.next(shape.count()); // diffusers encodes the masked picture here, used or not
    }
    return new DiffusionCanvas.Walk(
        plan, plan.start(call, start, noise), call, around.under(source.image(), mask));
  }

  /** The mask at each place, and the latents of the picture without what is painted. */
  private float[] beside(Mask mask, Optional<RasterImage> picture) {
    float[] painted = Surroundings.atPlaces(mask, shape);
    float[] left =
        picture.isPresent()
            ? encoder().encodeOutside(picture.get(), mask, shape, noise, interrupt)
            : encoder().encodeNothing(mask.size(), shape, noise, interrupt);
    float[] beside = new float[painted.length + left.length];
    System.arraycopy(painted, 0, beside, 0, painted.length);
    System.arraycopy(left, 0, beside, painted.length, left.length);
    return beside;
  }

  private int firstCall(Plan plan, Source source, int steps) {
    int step = source.firstStep(steps, model.startsEarlier());
    return step >= steps ? plan.calls() : Math.min(plan.callOf(step), plan.calls());
  }

  private static float[] scaled(float[] start, Plan plan) {
    for (int i = 0; i < start.length; i++) {
      start[i] *= plan.startScale();
    }
    return start;
  }

  private Encoder encoder() {
    return model.encoder().orElseThrow();
  }
}

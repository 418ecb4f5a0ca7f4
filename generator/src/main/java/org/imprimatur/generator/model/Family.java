package org.imprimatur.generator.model;

/** How a model's denoiser is fed. */
public enum Family {
  /** A U-Net with one text encoder: Stable Diffusion 1 and 2, their turbo and LCM forms. */
  STABLE_DIFFUSION,
  /** A U-Net with two text encoders and size conditioning: Stable Diffusion XL. */
  STABLE_DIFFUSION_XL,
  /** A transformer with joint attention, rectified flow and two or three text encoders. */
  STABLE_DIFFUSION_3,
  /** A transformer over patches of latents, with rectified flow, a CLIP and a T5 text encoder. */
  FLUX
}

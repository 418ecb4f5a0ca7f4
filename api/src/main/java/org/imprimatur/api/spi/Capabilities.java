package org.imprimatur.api.spi;

import java.util.List;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.Size;

/**
 * What a model can do.
 *
 * @param model the name by which callers ask for it
 * @param digest one digest over all files of the model
 * @param sizes the sizes it draws; empty where any multiple of {@code sizeMultiple} will do
 * @param sizeMultiple both sides are multiples of this
 * @param imageInput whether it can start from a picture
 * @param promptWeights whether marks such as {@code (word:1.2)} in a prompt weigh its parts
 * @param understands what it can draw, in a few public words; empty for a general model
 */
public record Capabilities(
    String model,
    Sha256 digest,
    List<Size> sizes,
    int sizeMultiple,
    boolean imageInput,
    boolean promptWeights,
    List<String> understands) {
  public Capabilities {
    sizes = List.copyOf(sizes);
    understands = List.copyOf(understands);
  }
}

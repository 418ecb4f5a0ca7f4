package org.imprimatur.api;

import java.util.ArrayList;
import java.util.List;

/** One image that a caller asks for. */
public record GenerationRequest(
    Prompt prompt,
    String model,
    Size size,
    Sampling sampling,
    Series series,
    Basis basis,
    OutputFormat format) {
  public GenerationRequest {
    if (model.isBlank()) {
      throw new InvalidRequest("model", "must not be empty");
    }
  }

  /** A single image from text, with everything else as the model recommends. */
  public static GenerationRequest of(Prompt prompt, String model, Size size) {
    return new GenerationRequest(
        prompt,
        model,
        size,
        Sampling.RECOMMENDED,
        Series.SINGLE,
        new Basis.Nothing(),
        OutputFormat.PNG);
  }

  public GenerationRequest withModel(String other) {
    return new GenerationRequest(prompt, other, size, sampling, series, basis, format);
  }

  public GenerationRequest with(Sampling other) {
    return new GenerationRequest(prompt, model, size, other, series, basis, format);
  }

  public GenerationRequest with(Series other) {
    return new GenerationRequest(prompt, model, size, sampling, other, basis, format);
  }

  public GenerationRequest with(Basis other) {
    return new GenerationRequest(prompt, model, size, sampling, series, other, format);
  }

  public GenerationRequest with(OutputFormat other) {
    return new GenerationRequest(prompt, model, size, sampling, series, basis, other);
  }

  /** Every text of the request that can reach the model or a log. */
  public ModerationText texts() {
    List<ModerationText.Field> fields = new ArrayList<>();
    fields.add(new ModerationText.Field("prompt", prompt.text()));
    if (!prompt.negative().isBlank()) {
      fields.add(new ModerationText.Field("negative_prompt", prompt.negative()));
    }
    if (basis instanceof Basis.Upload upload && !upload.fileName().isBlank()) {
      fields.add(new ModerationText.Field("file_name", upload.fileName()));
    }
    return new ModerationText(fields);
  }
}

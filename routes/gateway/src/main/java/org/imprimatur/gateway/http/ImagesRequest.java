package org.imprimatur.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.OutputFormat;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Series;
import org.imprimatur.api.Size;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/images/generations}, in the shape of OpenAI, with four additions:
 * {@code negative_prompt}, {@code seed}, {@code steps} and {@code guidance}. What is not known or
 * cannot be honoured is refused, never ignored.
 */
final class ImagesRequest {
  private static final Set<String> KNOWN =
      Set.of(
          "background",
          "guidance",
          "model",
          "moderation",
          "n",
          "negative_prompt",
          "output_compression",
          "output_format",
          "prompt",
          "quality",
          "response_format",
          "seed",
          "size",
          "steps",
          "stream",
          "style",
          "user");

  private static final int FULL_QUALITY = 100;

  private final ObjectNode body;
  private final Defaults defaults;

  private ImagesRequest(ObjectNode body, Defaults defaults) {
    this.body = body;
    this.defaults = defaults;
  }

  /** What is used where the body is silent. */
  record Defaults(String model, Size size) {}

  /**
   * One request for each image that the body asks for.
   *
   * @throws InvalidRequest naming the field that is wrong
   */
  static List<GenerationRequest> parse(byte[] bytes, Defaults defaults) {
    return new ImagesRequest(Json.readObject(bytes), defaults).requests();
  }

  private List<GenerationRequest> requests() {
    refuseUnknown();
    only("response_format", Set.of("b64_json"));
    only("background", Set.of("opaque", "auto"));
    only("quality", Set.of("auto", "standard", "high", "medium", "low", "hd"));
    only("moderation", Set.of("auto", "low"));
    only("style", Set.of("vivid", "natural"));
    refuseStream();
    text("user");
    int count = integer("n").map(ImagesRequest::toInt).orElse(1);
    GenerationRequest first =
        GenerationRequest.of(prompt(), text("model").orElse(defaults.model()), size())
            .with(sampling())
            .with(format());
    List<GenerationRequest> all = new ArrayList<>();
    for (int i = 0; i < new Series(0, count).of(); i++) {
      all.add(first.with(new Series(i, count)).with(seedOf(first.sampling(), i)));
    }
    return List.copyOf(all);
  }

  private void refuseUnknown() {
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!KNOWN.contains(name)) {
        String shown = name.length() > 60 ? name.substring(0, 60) : name;
        throw new InvalidRequest(shown, "is not a known field");
      }
    }
  }

  private void refuseStream() {
    JsonNode stream = value("stream");
    if (stream != null && !(stream.isBoolean() && !stream.booleanValue())) {
      throw new InvalidRequest("stream", "is not supported; leave it out or send false");
    }
  }

  private Prompt prompt() {
    String text = text("prompt").orElseThrow(() -> new InvalidRequest("prompt", "is required"));
    return new Prompt(text, text("negative_prompt").orElse(""));
  }

  private Size size() {
    return text("size").filter(s -> !s.equals("auto")).map(Size::parse).orElse(defaults.size());
  }

  private Sampling sampling() {
    Sampling sampling = Sampling.RECOMMENDED;
    Optional<Long> steps = integer("steps");
    if (steps.isPresent()) {
      sampling = sampling.withSteps(toInt(steps.get()));
    }
    Optional<Long> seed = integer("seed");
    if (seed.isPresent()) {
      sampling = sampling.withSeed(seed.get());
    }
    JsonNode guidance = value("guidance");
    if (guidance != null) {
      if (!guidance.isNumber()) {
        throw new InvalidRequest("guidance", "must be a number");
      }
      sampling = sampling.withGuidance(guidance.doubleValue());
    }
    return sampling;
  }

  /** The nearest int; what is out of range stays out of range of every limit. */
  private static int toInt(long value) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }

  /** Images of one request differ by their seeds. */
  private static Sampling seedOf(Sampling sampling, int index) {
    return sampling.seed().isPresent()
        ? sampling.withSeed(sampling.seed().getAsLong() + index)
        : sampling;
  }

  private OutputFormat format() {
    String format = text("output_format").orElse("png");
    int quality = integer("output_compression").map(ImagesRequest::toInt).orElse(FULL_QUALITY);
    if (format.equals("jpeg")) {
      return new OutputFormat.Jpeg(quality);
    }
    if (quality != FULL_QUALITY) {
      throw new InvalidRequest(
          "output_compression", "is for jpeg only; png and webp are written without loss");
    }
    return switch (format) {
      case "png" -> OutputFormat.PNG;
      case "webp" -> new OutputFormat.Webp();
      default -> throw new InvalidRequest("output_format", "supports only jpeg, png, webp");
    };
  }

  private void only(String name, Set<String> allowed) {
    text(name)
        .ifPresent(
            value -> {
              if (!allowed.contains(value)) {
                throw new InvalidRequest(
                    name, "supports only " + String.join(", ", allowed.stream().sorted().toList()));
              }
            });
  }

  private Optional<String> text(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new InvalidRequest(name, "must be a string");
    }
    return Optional.of(value.textValue());
  }

  private Optional<Long> integer(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new InvalidRequest(name, "must be a whole number");
    }
    return Optional.of(value.longValue());
  }

  /** Null where the field is absent or null, as OpenAI's clients send it. */
  private @Nullable JsonNode value(String name) {
    JsonNode value = body.get(name);
    return value == null || value.isNull() ? null : value;
  }
}

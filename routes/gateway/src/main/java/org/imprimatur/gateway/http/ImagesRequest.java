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
 * The body of {@code POST /v1/images/generations} and the fields of an edit, in the shape of
 * OpenAI, with four additions: {@code negative_prompt}, {@code seed}, {@code steps} and {@code
 * guidance}. What is not known or cannot be honoured is refused, never ignored.
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

  private static final double HIGH_FIDELITY = 0.4;
  private static final int FULL_QUALITY = 100;
  private static final Set<String> OF_EDITS = Set.of("input_fidelity", "strength");

  private final ObjectNode body;
  private final Defaults defaults;

  private ImagesRequest(ObjectNode body, Defaults defaults) {
    this.body = body;
    this.defaults = defaults;
  }

  /** The plain fields of an edit, which has two more of its own. */
  static ImagesRequest ofEdit(ObjectNode fields, Defaults defaults) {
    ImagesRequest request = new ImagesRequest(fields, defaults);
    request.check(OF_EDITS);
    request.only("input_fidelity", Set.of("high", "low"));
    return request;
  }

  /** What is used where the body is silent. */
  record Defaults(String model, Size size) {}

  /**
   * One request for each image that the body asks for.
   *
   * @throws InvalidRequest naming the field that is wrong
   */
  static List<GenerationRequest> parse(byte[] bytes, Defaults defaults) {
    ImagesRequest request = new ImagesRequest(Json.readObject(bytes), defaults);
    request.check(Set.of());
    return request.series(
        GenerationRequest.of(request.prompt(), request.model(), request.size())
            .with(request.sampling()));
  }

  private void check(Set<String> more) {
    refuseUnknown(more);
    only("response_format", Set.of("b64_json"));
    only("background", Set.of("opaque", "auto"));
    only("quality", Set.of("auto", "standard", "high", "medium", "low", "hd"));
    only("moderation", Set.of("auto", "low"));
    only("style", Set.of("vivid", "natural"));
    refuseStream();
    text("user");
  }

  /** One request for each image that is asked for. */
  List<GenerationRequest> series(GenerationRequest first) {
    int count = integer("n").map(ImagesRequest::toInt).orElse(1);
    GenerationRequest formatted = first.with(format());
    List<GenerationRequest> all = new ArrayList<>();
    for (int i = 0; i < new Series(0, count).of(); i++) {
      all.add(formatted.with(new Series(i, count)).with(seedOf(first.sampling(), i)));
    }
    return List.copyOf(all);
  }

  private void refuseUnknown(Set<String> more) {
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!KNOWN.contains(name) && !more.contains(name)) {
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

  Prompt prompt() {
    String text = text("prompt").orElseThrow(() -> new InvalidRequest("prompt", "is required"));
    return new Prompt(text, text("negative_prompt").orElse(""));
  }

  String model() {
    return text("model").orElse(defaults.model());
  }

  /** Whether the caller names a model. */
  Optional<String> namedModel() {
    return text("model");
  }

  Optional<Size> namedSize() {
    return text("size").filter(size -> !size.equals("auto")).map(Size::parse);
  }

  private Size size() {
    return namedSize().orElse(defaults.size());
  }

  /** How far an edit may go, where the caller says it in one way or the other. */
  Optional<Double> strength() {
    Optional<Double> strength = number("strength");
    return strength.isPresent()
        ? strength
        : text("input_fidelity").filter("high"::equals).map(high -> HIGH_FIDELITY);
  }

  Sampling sampling() {
    Sampling sampling = Sampling.RECOMMENDED;
    Optional<Long> steps = integer("steps");
    if (steps.isPresent()) {
      sampling = sampling.withSteps(toInt(steps.get()));
    }
    Optional<Long> seed = integer("seed");
    if (seed.isPresent()) {
      sampling = sampling.withSeed(seed.get());
    }
    Optional<Double> guidance = number("guidance");
    return guidance.isPresent() ? sampling.withGuidance(guidance.get()) : sampling;
  }

  private Optional<Double> number(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isNumber()) {
      throw new InvalidRequest(name, "must be a number");
    }
    return Optional.of(value.doubleValue());
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

package org.imprimatur.safety.gate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.safety.gate.GateManifest.PinnedFiles;
import org.imprimatur.safety.gate.GatePack.Channels;
import org.imprimatur.safety.gate.GatePack.Input;
import org.imprimatur.safety.gate.GatePack.Layout;
import org.imprimatur.safety.gate.GatePack.Levels;

/**
 * Reads how a model wants its pixels: written out, or from the preprocessor configuration that
 * Hugging Face folders hold.
 */
final class InputFields {
  private static final int COLOURS = 3;
  private static final int LARGEST_SIDE = 4096;

  private final PinnedFiles files;

  InputFields(PinnedFiles files) {
    this.files = files;
  }

  Input input(JsonFields fields) {
    Optional<JsonFields> preprocessor = fields.optionalObject("preprocessor");
    if (preprocessor.isPresent()) {
      fields.allowing(Set.of("name", "layout", "channels", "preprocessor"));
      JsonFields config = files.json(preprocessor.get().allowing(PinnedFiles.PIN));
      return new Preprocessor(config)
          .input(
              fields.text("name"),
              fields.choice("channels", Channels.class),
              fields.choice("layout", Layout.class));
    }
    fields.allowing(
        Set.of(
            "name",
            "width",
            "height",
            "channels",
            "layout",
            "scale",
            "mean",
            "std",
            "resample",
            "fit",
            "edge",
            "grey"));
    return new Input(
        fields.text("name"),
        side(fields, "width"),
        side(fields, "height"),
        fields.choice("channels", Channels.class),
        fields.choice("layout", Layout.class),
        levels(fields, fields.number("scale"), "mean", "std"),
        fit(fields),
        fields.names().contains("resample")
            ? fields.choice("resample", Filter.class)
            : Filter.AREA);
  }

  private static Fit fit(JsonFields fields) {
    if (!fields.names().contains("fit")) {
      return new Fit.Squeeze();
    }
    String fit = fields.text("fit").toLowerCase(Locale.ROOT);
    return switch (fit) {
      case "squeeze" -> new Fit.Squeeze();
      case "crop" -> new Fit.Crop(side(fields, "edge"));
      case "letterbox" -> new Fit.Letterbox(grey(fields), true);
      case "letterbox-corner" -> new Fit.Letterbox(grey(fields), false);
      default -> throw fields.error("fit", "must be squeeze, crop, letterbox or letterbox-corner");
    };
  }

  private static int grey(JsonFields fields) {
    int grey = fields.count("grey");
    if (grey > 255) {
      throw fields.error("grey", "must lie between 0 and 255");
    }
    return grey;
  }

  static int side(JsonFields fields, String name) {
    int side = fields.count(name);
    if (side < 1 || side > LARGEST_SIDE) {
      throw fields.error(name, "must lie between 1 and " + LARGEST_SIDE);
    }
    return side;
  }

  static Levels levels(JsonFields fields, double scale, String mean, String std) {
    Levels levels = new Levels(scale, fields.numbers(mean), fields.numbers(std));
    if (levels.mean().size() != COLOURS) {
      throw fields.error(mean, "needs three numbers, one for each channel");
    }
    if (levels.std().size() != COLOURS || levels.std().contains(0.0)) {
      throw fields.error(std, "needs three numbers, none of them 0");
    }
    return levels;
  }

  static Levels plain(double scale) {
    return new Levels(scale, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
  }
}

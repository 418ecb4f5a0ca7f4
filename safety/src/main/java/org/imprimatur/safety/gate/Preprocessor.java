package org.imprimatur.safety.gate;

import java.util.List;
import java.util.Locale;
import org.imprimatur.safety.gate.GatePack.Input;
import org.imprimatur.safety.gate.GatePack.Layout;

/**
 * Reads {@code preprocessor_config.json} of a Hugging Face folder, or the {@code pretrained_cfg} of
 * a timm model's {@code config.json}. What both leave open is an error, not a guess.
 */
final class Preprocessor {
  /** ConvNeXt cuts its crop only out of pictures that become smaller than this. */
  private static final int UNCROPPED_FROM = 384;

  /** Pillow's codes. */
  private static final List<Filter> FILTERS =
      List.of(
          Filter.NEAREST,
          Filter.LANCZOS,
          Filter.BILINEAR,
          Filter.BICUBIC,
          Filter.BOX,
          Filter.HAMMING);

  private final JsonFields config;

  Preprocessor(JsonFields config) {
    this.config = config;
  }

  Input input(String name, GatePack.Channels channels, Layout layout) {
    if (config.names().contains("pretrained_cfg")) {
      return new Timm(config.object("pretrained_cfg")).input(name, channels, layout);
    }
    Shape shape = shape();
    return new Input(
        name, shape.width(), shape.height(), channels, layout, levels(), shape.fit(), filter());
  }

  private record Shape(int width, int height, Fit fit) {}

  private Shape shape() {
    if (!flag("do_resize")) {
      throw config.error("do_resize", "must be true: pictures come in every size");
    }
    boolean crops = config.names().contains("do_center_crop") && flag("do_center_crop");
    if (crops) {
      Rectangle crop = rectangle("crop_size");
      return new Shape(crop.width(), crop.height(), fit());
    }
    boolean share = config.names().contains("crop_pct");
    if (config.isNumber("size")) {
      int side = InputFields.side(config, "size");
      return share ? shortest(side) : new Shape(side, side, new Fit.Squeeze());
    }
    JsonFields size = config.object("size");
    if (size.names().contains("shortest_edge")) {
      return shortest(InputFields.side(size, "shortest_edge"));
    }
    Rectangle whole = rectangle("size");
    return new Shape(whole.width(), whole.height(), new Fit.Squeeze());
  }

  /** ConvNeXt: below 384 the edge is larger by the crop's share, from there on all is squeezed. */
  private Shape shortest(int edge) {
    if (!config.names().contains("crop_pct")) {
      throw config.error(
          "size", "names a shortest edge, but neither crop_size nor crop_pct says what is seen");
    }
    Fit fit =
        edge < UNCROPPED_FROM
            ? new Fit.Crop((int) (edge / config.number("crop_pct")))
            : new Fit.Squeeze();
    return new Shape(edge, edge, fit);
  }

  /** How a picture is resized before its centre is cut out. */
  private Fit fit() {
    if (config.isNumber("size")) {
      return new Fit.Crop(InputFields.side(config, "size"));
    }
    JsonFields size = config.object("size");
    if (size.names().contains("shortest_edge")) {
      return new Fit.Crop(InputFields.side(size, "shortest_edge"));
    }
    Rectangle whole = rectangle("size");
    return new Fit.CropOf(whole.width(), whole.height());
  }

  private record Rectangle(int width, int height) {}

  private Rectangle rectangle(String name) {
    if (config.isNumber(name)) {
      int side = InputFields.side(config, name);
      return new Rectangle(side, side);
    }
    JsonFields sides = config.object(name);
    return new Rectangle(InputFields.side(sides, "width"), InputFields.side(sides, "height"));
  }

  private GatePack.Levels levels() {
    double scale = 1;
    if (!config.names().contains("do_rescale")) {
      scale =
          config.names().contains("rescale_factor") ? config.number("rescale_factor") : 1 / 255.0;
    } else if (flag("do_rescale")) {
      scale = config.number("rescale_factor");
    }
    return flag("do_normalize")
        ? InputFields.levels(config, scale, "image_mean", "image_std")
        : InputFields.plain(scale);
  }

  private Filter filter() {
    int code = config.count("resample");
    if (code >= FILTERS.size()) {
      throw config.error("resample", "is no code of Pillow: 0 to " + (FILTERS.size() - 1));
    }
    return FILTERS.get(code);
  }

  private boolean flag(String name) {
    return config.flag(name);
  }

  /** The settings that timm calls {@code pretrained_cfg}. */
  private record Timm(JsonFields settings) {
    Input input(String name, GatePack.Channels channels, Layout layout) {
      List<Double> size = settings.numbers("input_size");
      if (size.size() != 3 || size.get(0) != 3) {
        throw settings.error("input_size", "must be 3, height and width");
      }
      int height = size.get(1).intValue();
      int width = size.get(2).intValue();
      return new Input(
          name,
          width,
          height,
          channels,
          layout,
          InputFields.levels(settings, 1 / 255.0, "mean", "std"),
          fit(width, height),
          filter());
    }

    private Fit fit(int width, int height) {
      double share = settings.number("crop_pct");
      if (!(share > 0 && share <= 1)) {
        throw settings.error("crop_pct", "must lie above 0 and not above 1");
      }
      String mode = settings.text("crop_mode").toLowerCase(Locale.ROOT);
      int scaledWidth = (int) Math.floor(width / share);
      int scaledHeight = (int) Math.floor(height / share);
      return switch (mode) {
        case "center" -> {
          if (width != height) {
            throw settings.error("input_size", "must be square where the crop mode is center");
          }
          yield new Fit.Crop(scaledWidth);
        }
        case "squash" -> new Fit.CropOf(scaledWidth, scaledHeight);
        default -> throw settings.error("crop_mode", "must be center or squash");
      };
    }

    private Filter filter() {
      return settings.choice("interpolation", Filter.class);
    }
  }
}

package org.imprimatur.safety.gate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Category;
import org.imprimatur.api.DetectorId;
import org.imprimatur.safety.gate.GatePack.Input;
import org.imprimatur.safety.gate.GatePack.Levels;
import org.imprimatur.safety.gate.GatePack.Output;
import org.imprimatur.safety.gate.GatePack.Range;
import org.imprimatur.safety.gate.GatePack.Register;
import org.imprimatur.safety.gate.GatePack.SelfTest;

/** Reads {@code gate.json}. */
final class GateManifest {
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "version",
          "licence",
          "domain",
          "file",
          "sha256",
          "coverage",
          "input",
          "outputs",
          "register",
          "calibration",
          "selfTest");
  private static final int COLOURS = 3;
  private static final int LARGEST_SIDE = 4096;

  private final GateFiles files;
  private final JsonFields root;

  GateManifest(GateFiles files, String name) {
    this.files = files;
    this.root = JsonFields.parse(files.describe(name), files.read(name)).allowing(FIELDS);
  }

  GatePack pack() {
    DetectorId id = new DetectorId(root.text("name"), root.text("version"));
    root.text("licence");
    Bytes model = GatePack.pinned(files, root.text("file"), root.text("sha256"));
    List<Output> outputs = outputs();
    Optional<Register> register = root.optionalObject("register").map(this::register);
    List<SelfTest> tests = root.objects("selfTest").stream().map(this::selfTest).toList();
    return new GatePack(
        id, model, coverage(), input(root.object("input")), outputs, register, tests);
  }

  /** What looks at more is the default. */
  private GatePack.Coverage coverage() {
    return root.names().contains("coverage")
        ? root.choice("coverage", GatePack.Coverage.class)
        : GatePack.Coverage.TILES;
  }

  private static Input input(JsonFields fields) {
    fields.allowing(
        Set.of("name", "width", "height", "channels", "layout", "scale", "mean", "std"));
    return new Input(
        fields.text("name"),
        side(fields, "width"),
        side(fields, "height"),
        fields.choice("channels", GatePack.Channels.class),
        fields.choice("layout", GatePack.Layout.class),
        levels(fields));
  }

  private static int side(JsonFields fields, String name) {
    int side = fields.count(name);
    if (side < 1 || side > LARGEST_SIDE) {
      throw fields.error(name, "must lie between 1 and " + LARGEST_SIDE);
    }
    return side;
  }

  private static Levels levels(JsonFields fields) {
    Levels levels =
        new Levels(fields.number("scale"), fields.numbers("mean"), fields.numbers("std"));
    if (levels.mean().size() != COLOURS) {
      throw fields.error("mean", "needs three numbers, one for each channel");
    }
    if (levels.std().size() != COLOURS || levels.std().contains(0.0)) {
      throw fields.error("std", "needs three numbers, none of them 0");
    }
    return levels;
  }

  private List<Output> outputs() {
    Set<Category> seen = new HashSet<>();
    return root.objects("outputs").stream()
        .map(
            fields -> {
              fields.allowing(Set.of("name", "index", "length", "category", "direction"));
              Output output = output(fields);
              if (!seen.add(output.category())) {
                throw fields.error("category", "stands for two outputs; give each its own");
              }
              return output;
            })
        .toList();
  }

  private static Output output(JsonFields fields) {
    return new Output(
        fields.text("name"),
        fields.count("index"),
        category(fields, fields.text("category")),
        fields.choice("direction", GatePack.Direction.class));
  }

  private static Category category(JsonFields fields, String id) {
    try {
      return new Category(id);
    } catch (IllegalArgumentException e) {
      throw fields.error("category", "is " + e.getMessage());
    }
  }

  private Register register(JsonFields fields) {
    fields.allowing(Set.of("file", "sha256", "threshold"));
    String file = fields.text("file");
    Bytes json = GatePack.pinned(files, file, fields.text("sha256"));
    JsonFields known = JsonFields.parse(files.describe(file), json.toByteArray());
    int dimensions = known.count("dimensions");
    JsonFields vectors = known.object("identities");
    SortedMap<String, List<Double>> identities = new TreeMap<>();
    for (String name : vectors.names()) {
      List<Double> vector = vectors.numbers(name);
      if (vector.size() != dimensions) {
        throw vectors.error(name, "needs " + dimensions + " numbers");
      }
      identities.put(name, vector);
    }
    return new Register(fields.number("threshold"), identities);
  }

  private SelfTest selfTest(JsonFields fields) {
    fields.allowing(Set.of("image", "expect", "nearest"));
    String image = fields.text("image");
    JsonFields expect = fields.object("expect");
    Map<Category, Range> ranges = new HashMap<>();
    for (String name : expect.names()) {
      List<Double> range = expect.numbers(name);
      if (range.size() != 2) {
        throw expect.error(name, "needs the lowest and the highest value");
      }
      ranges.put(category(expect, name), new Range(range.get(0), range.get(1)));
    }
    return new SelfTest(image, PngPicture.read(files, image), ranges);
  }
}

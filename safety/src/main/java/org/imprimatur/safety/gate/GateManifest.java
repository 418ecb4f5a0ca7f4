package org.imprimatur.safety.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Sha256;
import org.imprimatur.safety.gate.GatePack.Range;
import org.imprimatur.safety.gate.GatePack.SelfTest;

/** Reads {@code gate.json}. */
final class GateManifest {
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "version",
          "licence",
          "source",
          "domain",
          "file",
          "sha256",
          "weights",
          "coverage",
          "input",
          "outputs",
          "register",
          "classes",
          "anchors",
          "boxes",
          "faces",
          "embedding",
          "labels",
          "calibration",
          "selfTest");

  private final PinnedFiles files;
  private final JsonFields root;

  GateManifest(GateFiles files) {
    this.files = new PinnedFiles(files);
    this.root = this.files.unpinned(GatePack.MANIFEST).allowing(FIELDS);
  }

  GatePack pack() {
    DetectorId id = new DetectorId(root.text("name"), root.text("version"));
    String licence = root.text("licence");
    ModelFile model = files.modelWithWeights(root);
    GatePack.Input input = new InputFields(files).input(root.object("input"));
    Reading reading = new ReadingFields(root, files, input).reading();
    List<SelfTest> tests = root.objects("selfTest").stream().map(this::selfTest).toList();
    return new GatePack(
        id,
        licence,
        model,
        new Sha256(root.text("sha256")),
        coverage(),
        input,
        reading,
        curves(root, reading),
        tests,
        files.names());
  }

  /** What looks at more is the default. */
  private GatePack.Coverage coverage() {
    return root.names().contains("coverage")
        ? root.choice("coverage", GatePack.Coverage.class)
        : GatePack.Coverage.TILES;
  }

  /** A calibration that is a text is a note for people. */
  static Map<Category, Curve> curves(JsonFields root, Reading reading) {
    Map<Category, Curve> curves = new HashMap<>();
    if (!root.names().contains("calibration") || root.isText("calibration")) {
      return curves;
    }
    JsonFields calibration = root.object("calibration");
    for (String name : calibration.names()) {
      Category category = ReadingFields.category(calibration, name, name);
      if (!reading.categories().contains(category)) {
        throw calibration.error(name, "is not measured; measured are " + reading.categories());
      }
      curves.put(category, curve(calibration, name));
    }
    return curves;
  }

  private static Curve curve(JsonFields calibration, String name) {
    List<Curve.Point> points = new ArrayList<>();
    for (JsonFields point : calibration.objects(name)) {
      point.allowing(Set.of("raw", "score"));
      points.add(new Curve.Point(point.number("raw"), point.number("score")));
    }
    try {
      return new Curve(points);
    } catch (IllegalArgumentException e) {
      throw calibration.error(name, "is wrong: " + e.getMessage());
    }
  }

  private SelfTest selfTest(JsonFields fields) {
    fields.allowing(Set.of("image", "expect", "nearest"));
    String image = fields.text("image");
    return new SelfTest(image, picture(image), ranges(fields.object("expect")));
  }

  /** By category the lowest and the highest raw number. */
  static Map<Category, Range> ranges(JsonFields expect) {
    Map<Category, Range> ranges = new HashMap<>();
    for (String name : expect.names()) {
      List<Double> range = expect.numbers(name);
      if (range.size() != 2) {
        throw expect.error(name, "needs the lowest and the highest value");
      }
      ranges.put(ReadingFields.category(expect, name, name), new Range(range.get(0), range.get(1)));
    }
    return ranges;
  }

  private org.imprimatur.api.RasterImage picture(String name) {
    ModelFile file = files.picture(name);
    return Pictures.read(file.toString(), file.files().read(name)).get(0);
  }

  /** The files of a pack, of which all but the manifest and pictures are pinned by a digest. */
  static final class PinnedFiles {
    static final Set<String> PIN = Set.of("file", "sha256");

    private final GateFiles files;
    private final SortedSet<String> names = new TreeSet<>();

    PinnedFiles(GateFiles files) {
      this.files = files;
    }

    JsonFields unpinned(String name) {
      names.add(name);
      return JsonFields.parse(files.describe(name), files.read(name));
    }

    /** The JSON file that the fields {@code file} and {@code sha256} name. */
    JsonFields json(JsonFields pin) {
      ModelFile file = model(pin);
      return JsonFields.parse(files.describe(file.name()), files.read(file.name()));
    }

    /** The model of a manifest; weights that lie beside it are pinned by {@code weights}. */
    ModelFile modelWithWeights(JsonFields root) {
      if (root.names().contains("weights")) {
        root.objects("weights").forEach(weights -> model(weights.allowing(PIN)));
      }
      return model(root);
    }

    /** The file that the fields {@code file} and {@code sha256} name. */
    ModelFile model(JsonFields pin) {
      String name = pin.text("file");
      String wanted = pin.text("sha256");
      String actual = files.sha256(name).hex();
      if (!actual.equals(wanted)) {
        throw new ConfigurationException(
            "%s has the digest %s, but the manifest pins %s: install the original file again"
                .formatted(files.describe(name), actual, wanted));
      }
      names.add(name);
      return new ModelFile(files, name);
    }

    ModelFile picture(String name) {
      names.add(name);
      return new ModelFile(files, name);
    }

    SortedSet<String> names() {
      return names;
    }
  }
}

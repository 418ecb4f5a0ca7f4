package org.imprimatur.safety.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.Category;
import org.imprimatur.safety.gate.GateManifest.PinnedFiles;
import org.imprimatur.safety.gate.GatePack.Direction;
import org.imprimatur.safety.gate.Outputs.Output;

/** Reads what a model's numbers say. */
final class ReadingFields {
  private static final List<String> KINDS =
      List.of("outputs", "classes", "anchors", "boxes", "faces", "embedding");
  private static final String IGNORED = "ignored";

  private final JsonFields root;
  private final PinnedFiles files;
  private final Optional<GatePack.Input> input;

  ReadingFields(JsonFields root, PinnedFiles files, GatePack.Input input) {
    this.root = root;
    this.files = files;
    this.input = Optional.of(input);
  }

  /** Of a model that reads texts: classes are all it can give. */
  ReadingFields(JsonFields root, PinnedFiles files) {
    this.root = root;
    this.files = files;
    this.input = Optional.empty();
  }

  Classes ofTexts() {
    return classes(root.object("classes"));
  }

  Reading reading() {
    List<String> kinds = KINDS.stream().filter(root.names()::contains).toList();
    if (kinds.size() != 1) {
      throw root.error(
          kinds.isEmpty() ? "outputs" : kinds.get(1), "is wrong: write exactly one of " + KINDS);
    }
    return switch (kinds.get(0)) {
      case "outputs" -> root.names().contains("register") ? registered() : outputs();
      case "classes" -> classes(root.object("classes"));
      case "anchors" -> anchors(root.object("anchors"));
      case "boxes" -> boxes(root.object("boxes"));
      case "faces" -> faces(root.object("faces"));
      case "embedding" -> embedding(root.object("embedding"));
      default -> throw new IllegalStateException("no such kind");
    };
  }

  private Outputs outputs() {
    Set<Category> seen = new HashSet<>();
    return new Outputs(
        root.objects("outputs").stream()
            .map(
                fields -> {
                  Output output = output(fields);
                  if (!seen.add(output.category())) {
                    throw fields.error("category", "stands for two outputs; give each its own");
                  }
                  return output;
                })
            .toList());
  }

  private static Output output(JsonFields fields) {
    fields.allowing(Set.of("name", "index", "length", "category", "direction"));
    return new Output(
        fields.text("name"),
        fields.count("index"),
        category(fields, "category", fields.text("category")),
        fields.choice("direction", Direction.class));
  }

  private Embedding registered() {
    List<JsonFields> outputs = root.objects("outputs");
    if (outputs.size() != 1) {
      throw root.error("outputs", "must be one embedding where there is a register");
    }
    Output output = output(outputs.get(0));
    JsonFields register = root.object("register").allowing(Set.of("file", "sha256", "threshold"));
    return new Embedding(
        output.name(),
        output.category(),
        register.number("threshold"),
        identities(register),
        Optional.empty());
  }

  private SortedMap<String, List<Double>> identities(JsonFields pin) {
    JsonFields known = files.json(pin);
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
    return identities;
  }

  private Classes classes(JsonFields fields) {
    fields.allowing(Set.of("output", "activation", "order", "config"));
    Optional<ClassNames> config =
        fields
            .optionalObject("config")
            .map(pin -> new ClassNames(files.json(pin.allowing(PinnedFiles.PIN))));
    List<String> order =
        fields.names().contains("order")
            ? fields.texts("order")
            : config
                .map(ClassNames::order)
                .orElseThrow(
                    () ->
                        fields.error(
                            "order",
                            "is missing: name the classes in the model's order, or config"));
    Activation activation =
        fields.names().contains("activation")
            ? fields.choice("activation", Activation.class)
            : config
                .flatMap(ClassNames::activation)
                .orElseThrow(
                    () ->
                        fields.error("activation", "is missing, and no config has a problem_type"));
    return new Classes(fields.text("output"), activation, labels(order));
  }

  private Anchors anchors(JsonFields fields) {
    fields.allowing(Set.of("output", "file", "sha256", "activation"));
    JsonFields known = files.json(fields);
    known.allowing(Set.of("dimensions", "scale", "anchors", "source"));
    int dimensions = known.count("dimensions");
    List<String> order = new ArrayList<>();
    List<Anchors.Anchor> anchors = new ArrayList<>();
    for (JsonFields anchor : known.objects("anchors")) {
      anchor.allowing(Set.of("label", "vector", "bias"));
      List<Double> vector = anchor.numbers("vector");
      if (vector.size() != dimensions) {
        throw anchor.error("vector", "needs " + dimensions + " numbers");
      }
      order.add(anchor.text("label"));
      anchors.add(
          new Anchors.Anchor(vector, anchor.names().contains("bias") ? anchor.number("bias") : 0));
    }
    return new Anchors(
        fields.text("output"),
        known.number("scale"),
        fields.choice("activation", Activation.class),
        anchors,
        labels(order));
  }

  private Boxes boxes(JsonFields fields) {
    fields.allowing(Set.of("output", "order"));
    return new Boxes(fields.text("output"), labels(fields.texts("order")));
  }

  private Faces faces(JsonFields fields) {
    fields.allowing(Set.of("category"));
    return faces(category(fields, "category", fields.text("category")), input.orElseThrow(), root);
  }

  private static Faces faces(Category category, GatePack.Input input, JsonFields at) {
    if (input.width() % 32 != 0 || input.height() % 32 != 0) {
      throw at.error("input.width", "and height must be multiples of 32 for a face model");
    }
    return new Faces(category, input.width(), input.height());
  }

  private Embedding embedding(JsonFields fields) {
    fields.allowing(Set.of("output", "category", "threshold", "register", "faces"));
    Optional<Embedding.FaceModel> finder = fields.optionalObject("faces").map(this::finder);
    return new Embedding(
        fields.text("output"),
        category(fields, "category", fields.text("category")),
        fields.number("threshold"),
        fields
            .optionalObject("register")
            .map(pin -> identities(pin.allowing(PinnedFiles.PIN)))
            .orElseGet(TreeMap::new),
        finder);
  }

  private Embedding.FaceModel finder(JsonFields fields) {
    fields.allowing(Set.of("file", "sha256", "input", "least"));
    GatePack.Input seen = new InputFields(files).input(fields.object("input"));
    faces(Category.FACE, seen, fields);
    return new Embedding.FaceModel(files.model(fields), seen, fields.number("least"));
  }

  /** Every class needs a mapping; one that counts for nothing is mapped to "ignored". */
  private List<Label> labels(List<String> order) {
    JsonFields mapping = root.object("labels");
    Map<Category, Direction> directions = new HashMap<>();
    List<Label> labels = new ArrayList<>();
    for (String name : order) {
      Label label = label(mapping, name);
      label
          .category()
          .ifPresent(
              category -> {
                Direction known = directions.putIfAbsent(category, label.direction());
                if (known != null && known != label.direction()) {
                  throw mapping.error(name, "mixes safe and unsafe classes of " + category);
                }
              });
      labels.add(label);
    }
    for (String name : mapping.names()) {
      if (!order.contains(name)) {
        throw mapping.error(name, "is no class of the model; its classes are " + order);
      }
    }
    if (directions.isEmpty()) {
      throw root.error("labels", "maps no class to a category");
    }
    return labels;
  }

  private static Label label(JsonFields mapping, String name) {
    if (mapping.isText(name)) {
      if (!mapping.text(name).equals(IGNORED)) {
        throw mapping.error(name, "must be \"ignored\" or an object with category and direction");
      }
      return Label.ignored(name);
    }
    JsonFields fields = mapping.object(name).allowing(Set.of("category", "direction", "weight"));
    double weight = fields.names().contains("weight") ? fields.number("weight") : 1;
    if (!(weight > 0 && weight <= 1)) {
      throw fields.error("weight", "must lie above 0 and not above 1");
    }
    return new Label(
        name,
        Optional.of(category(fields, "category", fields.text("category"))),
        fields.choice("direction", Direction.class),
        weight);
  }

  static Category category(JsonFields fields, String field, String id) {
    try {
      return new Category(id);
    } catch (IllegalArgumentException e) {
      throw fields.error(field, "is " + e.getMessage());
    }
  }
}

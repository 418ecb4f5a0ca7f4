package org.imprimatur.safety.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.ImageDetector;
import org.imprimatur.safety.gate.Embedding;
import org.imprimatur.safety.gate.Frame;
import org.imprimatur.safety.gate.GatePack;
import org.imprimatur.safety.gate.KnownFaces;
import org.imprimatur.safety.gate.Numbers;
import org.imprimatur.safety.gate.ProtectedPeople;

/**
 * A gate pack at work: the full frame and tiles, or the faces that were found, the highest score of
 * each category. A number that is no score makes the category unavailable. Thread-safe while open.
 */
public final class OnnxImageDetector implements ImageDetector, AutoCloseable {
  private static final double ROUNDING = 1e-3;
  private static final String NO_FACE = "no-face";

  private final GatePack pack;
  private final ProtectedPeople people;
  private final FrameModel model;
  private final Optional<FaceFinder> finder;

  /** What was seen in one frame, or of one face. */
  private record Glance(String name, Map<String, Numbers> numbers) {}

  /**
   * Opens the pack's model and puts it to the pack's self-test.
   *
   * @throws ConfigurationException if the model does not fit the manifest or fails the self-test
   */
  public OnnxImageDetector(GatePack pack, ProtectedPeople people) {
    this.pack = pack;
    this.people = people;
    this.model = new FrameModel(pack.model(), pack.input(), pack.reading().outputs());
    try {
      finder =
          pack.reading() instanceof Embedding embedding
              ? embedding.faces().map(FaceFinder::new)
              : Optional.empty();
    } catch (ConfigurationException e) {
      model.close();
      throw e;
    }
    try {
      pack.selfTests().forEach(this::passes);
    } catch (RuntimeException e) {
      close();
      throw e instanceof ConfigurationException
          ? e
          : new ConfigurationException(
              "%s fails its self-test: %s; the gate is not used".formatted(id(), e.getMessage()),
              e);
    }
  }

  /** A pack that protects nobody beyond its own register. */
  public OnnxImageDetector(GatePack pack) {
    this(pack, ProtectedPeople.NOBODY);
  }

  @Override
  public DetectorId id() {
    return pack.id();
  }

  @Override
  public Set<Category> measures() {
    return pack.reading().categories();
  }

  public GatePack pack() {
    return pack;
  }

  @Override
  public List<Finding> examine(Subject subject) {
    SortedMap<Category, Finding> worst = new TreeMap<>();
    for (Finding finding : everyWindow(subject)) {
      worst.merge(finding.category(), finding, OnnxImageDetector::worse);
    }
    return List.copyOf(worst.values());
  }

  /** A finding for each category of each frame or face, in the order of looking. */
  public List<Finding> everyWindow(Subject subject) {
    ProtectedPeople.Faces known = people.of(subject.tenant(), pack);
    List<Finding> findings = new ArrayList<>();
    if (known instanceof ProtectedPeople.Faces.Unreadable unreadable) {
      measures().forEach(c -> findings.add(unavailable(subject.origin(), c, unreadable.why())));
      return findings;
    }
    KnownFaces faces = ((ProtectedPeople.Faces.Known) known).faces();
    for (Glance glance : look(subject.image(), pack.coverage() == GatePack.Coverage.TILES)) {
      pack.reading()
          .raw(glance.numbers(), faces)
          .forEach(
              (category, raw) ->
                  findings.add(finding(subject.origin(), category, glance.name(), raw)));
    }
    if (findings.isEmpty()) {
      measures()
          .forEach(c -> findings.add(new Finding.Measured(subject.origin(), c, id(), 0, NO_FACE)));
    }
    return findings;
  }

  /**
   * The embeddings of the faces that a picture shows.
   *
   * @throws ConfigurationException if the pack gives no embeddings
   */
  public List<List<Double>> embeddings(RasterImage image) {
    if (!(pack.reading() instanceof Embedding embedding)) {
      throw new ConfigurationException(id() + " gives no embeddings: it is no identity gate");
    }
    List<List<Double>> all = new ArrayList<>();
    for (Glance glance : look(image, false)) {
      List<Double> vector = new ArrayList<>();
      for (double value : embedding.vector(glance.numbers())) {
        vector.add(value);
      }
      all.add(vector);
    }
    return all;
  }

  @Override
  public void close() {
    model.close();
    finder.ifPresent(FaceFinder::close);
  }

  private List<Glance> look(RasterImage image, boolean tiles) {
    List<Glance> glances = new ArrayList<>();
    if (finder.isPresent()) {
      for (RasterImage face : finder.get().find(image, tiles)) {
        Frame whole = Frame.whole(face.size(), pack.input().fit());
        glances.add(
            new Glance("face-" + (glances.size() + 1), model.run(face, List.of(whole)).get(0)));
      }
      return glances;
    }
    Size seen = new Size(pack.input().width(), pack.input().height());
    List<Frame> frames =
        Frame.of(
            image.size(),
            seen,
            pack.input().fit(),
            tiles ? GatePack.Coverage.TILES : GatePack.Coverage.WHOLE);
    List<Map<String, Numbers>> numbers = model.run(image, frames);
    for (int i = 0; i < frames.size(); i++) {
      glances.add(new Glance(frames.get(i).name(), numbers.get(i)));
    }
    return glances;
  }

  private Finding finding(Origin origin, Category category, String lookedAt, double raw) {
    double score = pack.reading().score(raw);
    if (!(score >= -ROUNDING && score <= 1 + ROUNDING)) {
      return unavailable(origin, category, "the model's number is no score");
    }
    double bounded = Math.max(0, Math.min(1, score));
    double calibrated =
        pack.curves().containsKey(category) ? pack.curves().get(category).score(bounded) : bounded;
    return new Finding.Measured(origin, category, id(), calibrated, lookedAt);
  }

  private Finding unavailable(Origin origin, Category category, String why) {
    return new Finding.Unavailable(origin, category, id(), why);
  }

  /** What is unavailable is worse than any score; of equals the first stays. */
  private static Finding worse(Finding first, Finding second) {
    if (!(first instanceof Finding.Measured a)) {
      return first;
    }
    if (!(second instanceof Finding.Measured b)) {
      return second;
    }
    return b.score() > a.score() ? b : a;
  }

  private void passes(GatePack.SelfTest test) {
    SortedMap<Category, Double> highest = new TreeMap<>();
    List<Glance> glances = look(test.image(), false);
    for (Glance glance : glances.isEmpty() ? glances : glances.subList(0, 1)) {
      highest.putAll(pack.reading().raw(glance.numbers(), KnownFaces.NONE));
    }
    for (Category category : pack.reading().tested()) {
      GatePack.Range range = test.expect().get(category);
      double value = highest.getOrDefault(category, Double.NaN);
      if (range == null || !range.holds(value)) {
        throw new ConfigurationException(
            "%s fails its self-test %s: %s is %.4f, expected %s; the gate is not used"
                .formatted(id(), test.name(), category, value, expected(range)));
      }
    }
  }

  private static String expected(GatePack.@org.jspecify.annotations.Nullable Range range) {
    return range == null
        ? "but nothing says what is expected"
        : range.low() + " to " + range.high();
  }

  /** The digest of the model's file. */
  public Sha256 digest() {
    return pack.digest();
  }
}

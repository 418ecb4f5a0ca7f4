package org.imprimatur.safety.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.imprimatur.api.Category;
import org.junit.jupiter.api.Test;

final class ReadingTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  @Test
  void sumsClassesThatExcludeEachOther() {
    Classes nsfwjs =
        new Classes(
            "scores",
            Activation.PROBABILITIES,
            List.of(
                Label.ignored("Drawing"),
                unsafe("Hentai", 1),
                unsafe("Porn", 1),
                unsafe("Sexy", 0.5)));
    assertThat(sexual(nsfwjs, row(0.1f, 0.2f, 0.3f, 0.4f))).isCloseTo(0.7, CLOSE);
  }

  @Test
  void takesTheHighestOfClassesThatStandForThemselves() {
    Classes multi =
        new Classes("scores", Activation.SIGMOID, List.of(unsafe("a", 1), unsafe("b", 1)));
    assertThat(sexual(multi, row(0, -9))).isCloseTo(0.5, CLOSE);
  }

  @Test
  void countsASafeClassAsWhatItLeaves() {
    Label safe = new Label("safe", Optional.of(Category.SEXUAL), GatePack.Direction.SAFE, 1);
    Classes binary =
        new Classes("scores", Activation.SOFTMAX, List.of(safe, Label.ignored("nsfw")));
    assertThat(sexual(binary, row(0, 0))).isCloseTo(0.5, CLOSE);
    assertThat(sexual(binary, row(9, 0))).isLessThan(0.001);
  }

  @Test
  void givesNoNumberForRowsOfAnotherLengthOrSum() {
    Classes classes =
        new Classes("scores", Activation.PROBABILITIES, List.of(unsafe("a", 1), unsafe("b", 1)));
    assertThat(sexual(classes, row(1))).isNaN();
    assertThat(sexual(classes, row(0.1f, 0.1f))).isNaN();
    assertThat(sexual(classes, row(Float.NaN, 1))).isNaN();
    assertThat(sexual(classes, Map.of())).isNaN();
  }

  @Test
  void readsBoxesWhicheverAxisComesFirst() {
    Boxes boxes = new Boxes("out", List.of(unsafe("EXPOSED", 1), Label.ignored("FACE")));
    float[] classesFirst = {1, 1, 2, 2, 3, 3, 4, 4, 0.2f, 0.7f, 0.9f, 0.9f};
    float[] anchorsFirst = {1, 2, 3, 4, 0.2f, 0.9f, 1, 2, 3, 4, 0.7f, 0.9f};
    assertThat(sexual(boxes, Map.of("out", Numbers.of(classesFirst, 6, 2)))).isCloseTo(0.7, CLOSE);
    assertThat(sexual(boxes, Map.of("out", Numbers.of(anchorsFirst, 2, 6)))).isCloseTo(0.7, CLOSE);
    assertThat(sexual(boxes, Map.of("out", Numbers.of(new float[10], 5, 2)))).isNaN();
  }

  @Test
  void comparesAnEmbeddingWithAnchors() {
    Anchors anchors =
        new Anchors(
            "embedding",
            100,
            Activation.SOFTMAX,
            List.of(
                new Anchors.Anchor(List.of(1.0, 0.0), 0), new Anchors.Anchor(List.of(0.0, 2.0), 0)),
            List.of(unsafe("a nude", 1), Label.ignored("a landscape")));
    assertThat(sexual(anchors, Map.of("embedding", Numbers.of(new float[] {3, 0}, 2))))
        .isGreaterThan(0.999);
    assertThat(sexual(anchors, Map.of("embedding", Numbers.of(new float[] {0, 1}, 2))))
        .isLessThan(0.001);
    assertThat(sexual(anchors, Map.of("embedding", Numbers.of(new float[] {0, 0}, 2)))).isNaN();
  }

  @Test
  void findsEachFaceOnceWithItsPoints() {
    Faces faces = new Faces(Category.FACE, 32, 32);
    Map<String, Numbers> numbers = noFaces();
    float[] chances = new float[16];
    chances[5] = 0.81f;
    chances[6] = 0.64f;
    numbers.put("cls_8", Numbers.of(chances, 16, 1));
    numbers.put("obj_8", Numbers.of(chances, 16, 1));
    assertThat(faces.raw(numbers, KnownFaces.NONE).getOrDefault(Category.FACE, 7.0))
        .isCloseTo(0.81, CLOSE);
    List<Faces.Face> found = faces.faces(numbers, 0.5);
    assertThat(found).hasSize(2);
    assertThat(found.get(0).x()).isCloseTo(8 - 4, CLOSE);
    assertThat(found.get(0).points()).hasSize(10).startsWith(8.0, 8.0);
    numbers.remove("obj_32");
    assertThat(faces.raw(numbers, KnownFaces.NONE).getOrDefault(Category.FACE, 7.0)).isNaN();
  }

  @Test
  void tellsPeopleWithConsentFromOthers() {
    Embedding embedding =
        new Embedding("e", new Category("identity"), 0.5, new TreeMap<>(), Optional.empty());
    KnownFaces known =
        new KnownFaces(
            List.of(
                new KnownFaces.Face(List.of(1.0, 0.0), true),
                new KnownFaces.Face(List.of(0.0, 1.0), false)));
    Map<String, Numbers> numbers = Map.of("e", Numbers.of(new float[] {2, 0}, 2));
    Map<Category, Double> raw = embedding.raw(numbers, known);
    assertThat(embedding.score(raw.getOrDefault(Category.CONSENTED_IDENTITY, 7.0)))
        .isGreaterThan(0.9);
    assertThat(embedding.score(raw.getOrDefault(new Category("identity"), 7.0))).isLessThan(0.05);
    assertThat(
            embedding.score(
                embedding
                    .raw(numbers, KnownFaces.NONE)
                    .getOrDefault(Category.CONSENTED_IDENTITY, 7.0)))
        .isZero();
  }

  @Test
  void calibratesAlongStraightLines() {
    Curve curve = new Curve(List.of(new Curve.Point(0.2, 0.1), new Curve.Point(0.6, 0.9)));
    assertThat(curve.score(0)).isCloseTo(0.1, CLOSE);
    assertThat(curve.score(0.4)).isCloseTo(0.5, CLOSE);
    assertThat(curve.score(1)).isCloseTo(0.9, CLOSE);
    assertThat(curve.score(Double.NaN)).isNaN();
  }

  private static Map<String, Numbers> noFaces() {
    Map<String, Numbers> numbers = new HashMap<>();
    for (int stride : new int[] {8, 16, 32}) {
      int cells = (32 / stride) * (32 / stride);
      numbers.put("cls_" + stride, Numbers.of(new float[cells], cells, 1));
      numbers.put("obj_" + stride, Numbers.of(new float[cells], cells, 1));
      numbers.put("bbox_" + stride, Numbers.of(new float[4 * cells], cells, 4));
      numbers.put("kps_" + stride, Numbers.of(new float[10 * cells], cells, 10));
    }
    return numbers;
  }

  private static Label unsafe(String name, double weight) {
    return new Label(name, Optional.of(Category.SEXUAL), GatePack.Direction.UNSAFE, weight);
  }

  private static Map<String, Numbers> row(float... numbers) {
    return Map.of("scores", Numbers.of(numbers, numbers.length));
  }

  private static double sexual(Reading reading, Map<String, Numbers> numbers) {
    return reading.raw(numbers, KnownFaces.NONE).getOrDefault(Category.SEXUAL, 7.0);
  }
}

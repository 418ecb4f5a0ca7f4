package org.imprimatur.safety.gate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Sha256;
import org.imprimatur.safety.gate.GateManifest.PinnedFiles;
import org.imprimatur.safety.gate.GatePack.Range;

/**
 * A model in Hugging Face layout that classifies texts, as its {@code text-gate.json} describes it,
 * with the digests of its files compared. Nothing is guessed: a field that is missing refuses to
 * load. Immutable.
 *
 * @param digest of the model's file
 * @param tokenizer turns texts into the numbers that the model knows
 * @param length how many tokens the model takes at once, its own marks counted
 * @param curves calibrations, by category
 */
public record TextPack(
    DetectorId id,
    String licence,
    ModelFile model,
    Sha256 digest,
    Tokenizer tokenizer,
    int length,
    Classes reading,
    Map<Category, Curve> curves,
    List<SelfTest> selfTests)
    implements Pack {
  /** The name of the manifest. */
  public static final String MANIFEST = "text-gate.json";

  /** Packs that read texts. */
  public static final PackKind<TextPack> KIND =
      new PackKind<>(MANIFEST, Set.of("file"), TextPack::read);

  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "version",
          "licence",
          "source",
          "file",
          "sha256",
          "weights",
          "tokenizer",
          "length",
          "classes",
          "labels",
          "calibration",
          "selfTest");

  public TextPack {
    curves = Map.copyOf(curves);
    selfTests = List.copyOf(selfTests);
  }

  /** A text and the range in which each category's raw number must lie. */
  public record SelfTest(String text, Map<Category, Range> expect) {
    public SelfTest {
      expect = Map.copyOf(expect);
    }

    @Override
    public String toString() {
      return "SelfTest[" + text.length() + " characters, " + expect + "]";
    }
  }

  @Override
  public int trials() {
    return selfTests.size();
  }

  /**
   * Reads a pack and compares every digest.
   *
   * @throws ConfigurationException naming file and field
   */
  public static TextPack read(GateFiles files) {
    PinnedFiles pinned = new PinnedFiles(files);
    JsonFields root = pinned.unpinned(MANIFEST).allowing(FIELDS);
    Classes reading = new ReadingFields(root, pinned).ofTexts();
    JsonFields tokenizer = root.object("tokenizer").allowing(PinnedFiles.PIN);
    int length = root.count("length");
    Tokenizer pieces = new Tokenizer(pinned.json(tokenizer));
    if (length < pieces.marks() + 2) {
      throw root.error("length", "leaves no room for a text");
    }
    return new TextPack(
        new DetectorId(root.text("name"), root.text("version")),
        root.text("licence"),
        pinned.modelWithWeights(root),
        new Sha256(root.text("sha256")),
        pieces,
        length,
        reading,
        GateManifest.curves(root, reading),
        root.objects("selfTest").stream().map(TextPack::selfTest).toList());
  }

  private static SelfTest selfTest(JsonFields fields) {
    fields.allowing(Set.of("text", "expect"));
    return new SelfTest(fields.text("text"), GateManifest.ranges(fields.object("expect")));
  }
}

package org.imprimatur.safety.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.imprimatur.api.Category;
import org.imprimatur.api.Size;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.safety.gate.Embedding;
import org.imprimatur.safety.gate.Faces;
import org.imprimatur.safety.gate.Filter;
import org.imprimatur.safety.gate.Fit;
import org.imprimatur.safety.gate.Frame;
import org.imprimatur.safety.gate.GateFiles;
import org.imprimatur.safety.gate.GatePack;
import org.imprimatur.safety.gate.KnownFaces;
import org.imprimatur.safety.gate.ModelFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published weights run and give readable numbers; no picture of a face is held here. */
final class YunetTest {
  @ParameterizedTest
  @ValueSource(strings = {"yunet_n_320_320.onnx", "yunet_n_dynamic.onnx"})
  void findsNoFaceInAPatternAndReadsEveryOutput(String name) {
    Path folder =
        Stream.of("../../shared", "../../../shared")
            .map(shared -> Path.of(shared, "models/yunet"))
            .filter(Files::isDirectory)
            .findFirst()
            .orElse(Path.of("../../shared/models/yunet"));
    if (!Files.isDirectory(folder)) {
      System.out.println("skipped: " + folder + " is not there");
    }
    assumeTrue(Files.isDirectory(folder), folder + " is not there");
    GatePack.Input input =
        new GatePack.Input(
            "input",
            320,
            320,
            GatePack.Channels.BGR,
            GatePack.Layout.NCHW,
            new GatePack.Levels(1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)),
            new Fit.Letterbox(0, true),
            Filter.BILINEAR);
    Faces faces = new Faces(Category.FACE, 320, 320);
    ModelFile file = new ModelFile(GateFiles.folder(folder), name);
    try (FrameModel model = new FrameModel(file, input, faces.outputs());
        FaceFinder finder = new FaceFinder(new Embedding.FaceModel(file, input, 0.6))) {
      var picture = Fixtures.picture(new Size(700, 500), 3);
      var numbers = model.run(picture, List.of(Frame.whole(picture.size(), input.fit()))).get(0);
      assertThat(faces.raw(numbers, KnownFaces.NONE).getOrDefault(Category.FACE, 7.0))
          .isBetween(0.0, 0.5);
      assertThat(finder.find(picture, true)).isEmpty();
    }
  }
}

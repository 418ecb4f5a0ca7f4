package org.imprimatur.safety.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.imprimatur.api.RasterImage;
import org.imprimatur.safety.convert.KerasLayers;
import org.imprimatur.safety.gate.Filter;
import org.imprimatur.safety.gate.Fit;
import org.imprimatur.safety.gate.Frame;
import org.imprimatur.safety.gate.GateFiles;
import org.imprimatur.safety.gate.GatePack;
import org.imprimatur.safety.gate.ModelFile;
import org.imprimatur.safety.gate.Numbers;

/** What a converted model says of a picture. */
public final class ConvertedScores {
  private ConvertedScores() {}

  public static double[] of(Path folder, KerasLayers.Converted converted, RasterImage picture) {
    GatePack.Levels levels =
        new GatePack.Levels(1 / 255.0, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
    GatePack.Input input =
        new GatePack.Input(
            KerasLayers.INPUT,
            converted.width(),
            converted.height(),
            GatePack.Channels.RGB,
            GatePack.Layout.NHWC,
            levels,
            new Fit.Squeeze(),
            Filter.BILINEAR);
    ModelFile file = new ModelFile(GateFiles.folder(folder), "model.onnx");
    try (FrameModel model = new FrameModel(file, input, Set.of(KerasLayers.OUTPUT))) {
      Map<String, Numbers> numbers =
          model.run(picture, List.of(Frame.whole(picture.size(), input.fit()))).get(0);
      Numbers scores = numbers.get(KerasLayers.OUTPUT);
      return scores == null ? new double[0] : scores.toDoubles();
    }
  }
}

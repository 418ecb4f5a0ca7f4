package org.imprimatur.safety.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.imprimatur.api.Category;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.safety.gate.Embedding;
import org.imprimatur.safety.gate.FaceAlignment;
import org.imprimatur.safety.gate.Faces;
import org.imprimatur.safety.gate.Fit;
import org.imprimatur.safety.gate.Frame;
import org.imprimatur.safety.gate.GatePack;
import org.imprimatur.safety.gate.Numbers;
import org.imprimatur.safety.gate.Pixels;

/** Finds the faces of a picture and lays them upright. Thread-safe. */
final class FaceFinder implements AutoCloseable {
  /** Beyond this many faces of one frame a picture is a crowd; the surest are looked at. */
  private static final int MOST_IN_A_FRAME = 16;

  private final Embedding.FaceModel finder;
  private final Faces faces;
  private final Pixels pixels;
  private final FrameModel model;

  FaceFinder(Embedding.FaceModel finder) {
    this.finder = finder;
    this.faces = new Faces(Category.FACE, finder.input().width(), finder.input().height());
    this.pixels = new Pixels(finder.input());
    this.model = new FrameModel(finder.model(), finder.input(), faces.outputs());
  }

  /**
   * The aligned faces of all frames; one that two frames show may come twice.
   *
   * @param tiles whether tiles are looked at too
   */
  List<RasterImage> find(RasterImage image, boolean tiles) {
    Size seen = new Size(finder.input().width(), finder.input().height());
    List<Frame> frames =
        Frame.of(
            image.size(),
            seen,
            finder.input().fit(),
            tiles ? GatePack.Coverage.TILES : GatePack.Coverage.WHOLE);
    List<RasterImage> found = new ArrayList<>();
    List<Map<String, Numbers>> numbers = model.run(image, frames);
    for (int i = 0; i < frames.size(); i++) {
      List<Faces.Face> here = faces.faces(numbers.get(i), finder.least());
      for (Faces.Face face : here.subList(0, Math.min(here.size(), MOST_IN_A_FRAME))) {
        found.add(FaceAlignment.of(inPicture(face, frames.get(i))).cut(image));
      }
    }
    return found;
  }

  /** The points of a face where they lie in the picture. */
  private List<Double> inPicture(Faces.Face face, Frame frame) {
    Fit.Placement place = pixels.place(frame);
    List<Double> points = new ArrayList<>();
    for (int i = 0; i < face.points().size(); i++) {
      double at = face.points().get(i);
      boolean across = i % 2 == 0;
      points.add(
          across
              ? frame.x() + (at - place.left()) * frame.width() / place.width()
              : frame.y() + (at - place.top()) * frame.height() / place.height());
    }
    return points;
  }

  @Override
  public void close() {
    model.close();
  }
}

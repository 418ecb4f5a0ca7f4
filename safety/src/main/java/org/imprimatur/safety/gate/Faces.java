package org.imprimatur.safety.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.imprimatur.api.Category;

/**
 * Faces as YuNet gives them: at the strides 8, 16 and 32 for each cell a class chance, an object
 * chance, a box and five points.
 *
 * @param width of the model's rectangle; cells are counted along it
 */
public record Faces(Category category, int width, int height) implements Reading {
  private static final int[] STRIDES = {8, 16, 32};
  private static final int POINTS = 5;

  /** How much two boxes of one face overlap at least, as share of their union. */
  private static final double SAME = 0.3;

  /**
   * A face in the coordinates of the model's rectangle.
   *
   * @param points right eye, left eye, tip of the nose, right and left corner of the mouth, x and y
   */
  public record Face(
      double score, double x, double y, double width, double height, List<Double> points) {
    public Face {
      points = List.copyOf(points);
    }

    private double sharedWith(Face other) {
      double across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
      double down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
      double shared = Math.max(0, across) * Math.max(0, down);
      return shared / (width * height + other.width * other.height - shared);
    }
  }

  @Override
  public Set<String> outputs() {
    return Stream.of("cls", "obj", "bbox", "kps")
        .flatMap(kind -> Stream.of(8, 16, 32).map(stride -> kind + "_" + stride))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Set<Category> categories() {
    return Set.of(category);
  }

  @Override
  public SortedMap<Category, Double> raw(Map<String, Numbers> numbers, KnownFaces known) {
    double surest = 0;
    for (int stride : STRIDES) {
      Numbers classes = table(numbers, "cls", stride, 1).orElse(null);
      Numbers objects = table(numbers, "obj", stride, 1).orElse(null);
      if (classes == null || objects == null) {
        surest = Double.NaN;
        break;
      }
      for (int cell = 0; cell < classes.side(0); cell++) {
        surest = Math.max(surest, chance(classes.at(cell, 0), objects.at(cell, 0)));
      }
    }
    SortedMap<Category, Double> raw = new TreeMap<>();
    raw.put(category, surest);
    return raw;
  }

  /**
   * The faces of at least {@code least} chance, the surest first, each once.
   *
   * @throws IllegalStateException if the numbers are none of faces
   */
  public List<Face> faces(Map<String, Numbers> numbers, double least) {
    List<Face> all = new ArrayList<>();
    for (int stride : STRIDES) {
      add(numbers, stride, least, all);
    }
    all.sort(Comparator.comparingDouble(Face::score).reversed());
    List<Face> kept = new ArrayList<>();
    for (Face face : all) {
      if (kept.stream().noneMatch(other -> face.sharedWith(other) > SAME)) {
        kept.add(face);
      }
    }
    return kept;
  }

  private void add(Map<String, Numbers> numbers, int stride, double least, List<Face> faces) {
    Numbers classes = needed(numbers, "cls", stride, 1);
    Numbers objects = needed(numbers, "obj", stride, 1);
    Numbers boxes = needed(numbers, "bbox", stride, 4);
    Numbers points = needed(numbers, "kps", stride, 2 * POINTS);
    int across = width / stride;
    for (int cell = 0; cell < classes.side(0); cell++) {
      double chance = chance(classes.at(cell, 0), objects.at(cell, 0));
      if (Double.isNaN(chance)) {
        throw new IllegalStateException("the face model's chance is no number");
      }
      if (chance >= least) {
        faces.add(new Cell(cell, cell % across, cell / across, stride, boxes, points).face(chance));
      }
    }
  }

  /** A cell that holds a face, and the tables of its stride. */
  private record Cell(int index, int column, int row, int stride, Numbers boxes, Numbers points) {
    Face face(double chance) {
      double boxWidth = Math.exp(boxes.at(index, 2)) * stride;
      double boxHeight = Math.exp(boxes.at(index, 3)) * stride;
      List<Double> landmarks = new ArrayList<>();
      for (int i = 0; i < POINTS; i++) {
        landmarks.add((points.at(index, 2 * i) + (double) column) * stride);
        landmarks.add((points.at(index, 2 * i + 1) + (double) row) * stride);
      }
      return new Face(
          chance,
          (column + boxes.at(index, 0)) * stride - boxWidth / 2,
          (row + boxes.at(index, 1)) * stride - boxHeight / 2,
          boxWidth,
          boxHeight,
          landmarks);
    }
  }

  /** The geometric mean of both; NaN stays NaN. */
  private static double chance(double ofClass, double ofObject) {
    return Math.sqrt(Math.max(0, Math.min(1, ofClass)) * Math.max(0, Math.min(1, ofObject)));
  }

  private Numbers needed(Map<String, Numbers> numbers, String kind, int stride, int columns) {
    return table(numbers, kind, stride, columns)
        .orElseThrow(
            () -> new IllegalStateException("the face model's output " + kind + " has no faces"));
  }

  private Optional<Numbers> table(
      Map<String, Numbers> numbers, String kind, int stride, int columns) {
    int cells = (width / stride) * (height / stride);
    return Optional.ofNullable(numbers.get(kind + "_" + stride))
        .filter(it -> it.rank() == 2 && it.side(0) == cells && it.side(1) == columns);
  }
}

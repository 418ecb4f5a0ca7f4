package org.imprimatur.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.imprimatur.api.Category;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.spi.ImageDetector;
import org.imprimatur.safety.ImageGates;
import org.imprimatur.safety.gate.GateShelf;
import org.imprimatur.safety.gate.Pictures;
import org.imprimatur.safety.gate.ProtectedPeople;

/**
 * How the installed gates hold up when pictures are compressed, blurred, cut or framed. Prints for
 * each distortion the figures of the highest score of one category, and how long a picture takes.
 *
 * <p>Run: {@code java ... ImageRobustness GATES CATEGORY PICTURES}, where GATES is the folder of
 * the installed gates (a folder that is not there stands for the starter's gates alone) and
 * PICTURES is a folder of pictures without labels, or a CSV file with the columns {@code
 * file,label} (1 harm, 0 harmless).
 */
public final class ImageRobustness {
  private static final double LINE = 0.5;

  private final ImageGates gates;
  private final Category category;
  private final List<Long> nanoseconds = new ArrayList<>();

  private record Labelled(RasterImage picture, boolean harm) {}

  private ImageRobustness(ImageGates gates, Category category) {
    this.gates = gates;
    this.category = category;
  }

  /** Prints one line for each distortion. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("give GATES CATEGORY PICTURES");
    }
    List<Labelled> pictures = read(Path.of(arguments[2]));
    try (ImageGates gates =
        ImageGates.installed(new GateShelf(Path.of(arguments[0])), ProtectedPeople.NOBODY)) {
      ImageRobustness robustness = new ImageRobustness(gates, new Category(arguments[1]));
      for (Distortion distortion : Distortion.ALL) {
        robustness.print(distortion, pictures);
      }
      robustness.printLatency();
    }
  }

  private void print(Distortion distortion, List<Labelled> pictures) {
    RankedScores scores = new RankedScores();
    for (Labelled labelled : pictures) {
      scores.add(score(distortion.apply(labelled.picture())), labelled.harm());
    }
    System.out.printf(Locale.ROOT, "%-15s %s%n", distortion.name(), scores.summary(LINE));
  }

  private double score(RasterImage picture) {
    ImageDetector.Subject subject = new ImageDetector.Subject(picture, Origin.OUTPUT);
    long start = System.nanoTime();
    double highest =
        gates.detectors().stream()
            .flatMap(detector -> detector.examine(subject).stream())
            .filter(finding -> finding.category().equals(category))
            .mapToDouble(f -> f instanceof Finding.Measured measured ? measured.score() : 1)
            .max()
            .orElseThrow(() -> new IllegalArgumentException("no gate measures " + category));
    nanoseconds.add(System.nanoTime() - start);
    return highest;
  }

  private void printLatency() {
    List<Long> sorted = nanoseconds.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "all gates in one thread: p50 %.1f ms, p99 %.1f ms over %d pictures%n",
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6,
        sorted.size());
  }

  /** The pictures of a folder count as harmful, so that recall shows what a distortion costs. */
  private static List<Labelled> read(Path from) throws IOException {
    List<Labelled> pictures = new ArrayList<>();
    if (Files.isDirectory(from)) {
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          pictures.add(new Labelled(picture(file), true));
        }
      }
      return pictures;
    }
    List<String> lines = Files.readAllLines(from);
    if (lines.isEmpty() || !lines.get(0).equals("file,label")) {
      throw new IOException(from + " needs the first line file,label");
    }
    for (String line : lines.subList(1, lines.size())) {
      int comma = line.lastIndexOf(',');
      pictures.add(
          new Labelled(
              picture(from.resolveSibling(line.substring(0, comma))),
              line.substring(comma + 1).equals("1")));
    }
    return pictures;
  }

  private static RasterImage picture(Path file) throws IOException {
    return Pictures.read(file.toString(), Files.readAllBytes(file)).get(0);
  }
}
